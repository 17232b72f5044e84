using System.Globalization;
using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>What is said when the guest cannot mount.</summary>
static class MountFailure
{
    const string Options = "CONFIG_NET_9P, CONFIG_NET_9P_VIRTIO, CONFIG_9P_FS";
    const string OverlayOption = "CONFIG_OVERLAY_FS";

    // What mount programs print for ENODEV, which their exit codes do not tell apart.
    static readonly string[] UnknownFileSystem = ["unknown filesystem type", "No such device"];

    public static MountException MissingKernelSupport(bool needsOverlay) => MountException.Failed(
        (needsOverlay
            ? $"The guest's kernel is missing 9p or overlay: it needs {Options}, {OverlayOption}. "
            : $"The guest's kernel is missing 9p: it needs {Options}. ")
        + "Boot one that has them: on Debian linux-image-amd64, not the cloud kernel; on Ubuntu install linux-modules-extra-$(uname -r).");

    public static MountException Describe(IReadOnlyList<TaggedMount> mounts, ExecResult result)
    {
        var said = result.StandardError.Trim();
        var position = result.StandardOutput.Trim();
        if (!int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= mounts.Count)
            return MountException.Failed($"The mount script ended with exit code {result.ExitCode} in the guest: {said}");
        var failing = $"Failed to mount workspace '{mounts[index].Tag}' at {mounts[index].Mount.GuestPath}";
        return MountException.Failed(UnknownFileSystem.Any(text => said.Contains(text, StringComparison.OrdinalIgnoreCase))
            ? $"{failing}: the guest's kernel does not support 9p or overlay filesystem ({said}). It needs {Options}, {OverlayOption}."
            : $"{failing}, and nothing is mounted now (exit code {result.ExitCode}): {said}");
    }
}
