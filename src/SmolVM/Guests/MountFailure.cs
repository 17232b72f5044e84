using System.Globalization;
using System.Text.RegularExpressions;
using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>What is said when the guest cannot mount.</summary>
static partial class MountFailure
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

    /// <summary>What the mount script said.</summary>
    public static MountException Describe(IReadOnlyList<TaggedMount> mounts, ExecResult result)
    {
        var said = result.StandardError.Trim();
        return Position(mounts, result.StandardOutput.Trim()) is not { } mount
            ? MountException.Failed($"The mount script ended with exit code {result.ExitCode} in the guest: {said}")
            : UnknownFileSystem.Any(text => said.Contains(text, StringComparison.OrdinalIgnoreCase))
                ? NotSupported(mount, said)
                : MountException.Failed($"{Failing(mount)}, and nothing is mounted now (exit code {result.ExitCode}): {said}");
    }

    /// <summary>What the agent said; null: nothing about a mount.</summary>
    public static MountException? Describe(IReadOnlyList<TaggedMount> mounts, AgentAnswer answer)
    {
        var said = OfAgent().Match(answer.Text);
        if (answer.IsDone || !said.Success || Position(mounts, said.Groups[1].Value) is not { } mount)
            return null;
        var reason = said.Groups[2].Value;
        return answer.Error == AgentAnswer.NoDevice
            ? NotSupported(mount, reason)
            : MountException.Failed($"{Failing(mount)}, and nothing is mounted now: {reason}");
    }

    public static MountException Busy(AgentAnswer answer) => MountException.Failed(
        $"The workspaces cannot be unmounted: {answer.Text}. End that, or let it go elsewhere.");

    static TaggedMount? Position(IReadOnlyList<TaggedMount> mounts, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < mounts.Count ? mounts[index] : null;

    static string Failing(TaggedMount mount) => $"Failed to mount workspace '{mount.Tag}' at {mount.Mount.GuestPath}";

    static MountException NotSupported(TaggedMount mount, string said) => MountException.Failed(
        $"{Failing(mount)}: the guest's kernel does not support 9p or overlay filesystem ({said}). It needs {Options}, {OverlayOption}.");

    [GeneratedRegex(@"^mounts: (\d+): (.*)\z", RegexOptions.Singleline)]
    private static partial Regex OfAgent();
}
