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
        $"The guest's kernel is missing {(needsOverlay ? "9p or overlay" : "9p")}: it needs {Options}{(needsOverlay ? $", {OverlayOption}" : "")}. "
        + "Boot a kernel that has them: on Debian linux-image-amd64, not the cloud kernel; on Ubuntu install linux-modules-extra-$(uname -r).");

    public static MountException Describe(IReadOnlyList<TaggedMount> mounts, ExecResult result)
    {
        var said = result.StandardError.Trim();
        if (!int.TryParse(result.StandardOutput.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= mounts.Count)
            return MountException.Failed($"The mount script ended with exit code {result.ExitCode} in the guest: {said}");
        var failing = $"Failed to mount workspace '{mounts[index].Tag}' at {mounts[index].Mount.GuestPath}";
        return MountException.Failed(UnknownFileSystem.Any(text => said.Contains(text, StringComparison.OrdinalIgnoreCase))
            ? $"{failing}: the guest's kernel does not support 9p or overlay filesystem ({said}). It needs {Options}, {OverlayOption}."
            : $"{failing}, and nothing is mounted now (exit code {result.ExitCode}): {said}");
    }
}
