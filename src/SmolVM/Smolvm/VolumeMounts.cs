using System.Globalization;
using System.Text;
using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Smolvm;

/// <summary>
/// Mounts with the meaning that they have everywhere: the host's directory is a read-only volume at a place of its own, and an overlay
/// that keeps the guest's writes to itself is laid over it where the guest is to see it. A writable one is a volume at its place.
/// </summary>
internal static class VolumeMounts
{
    /// <summary>
    /// Not below a directory that the guest covers with a tmpfs: a volume there would not be seen. The empty directories are part of a
    /// pack.
    /// </summary>
    public const string LowerFolder = "/.smolvm/lower";

    const string UpperFolder = "/run/smolvm-uppers";

    static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(60);

    // A login without a terminal may come without the directories of mount.
    static readonly Dictionary<string, string> Path = new() { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };

    /// <summary>The volumes to create a machine with.</summary>
    public static IReadOnlyList<VolumeArgument> Volumes(IReadOnlyList<WorkspaceMount> mounts) =>
    [
        .. mounts.Select((mount, index) => mount.Writable
            ? new VolumeArgument(mount.HostPath, mount.GuestPath, ReadOnly: false)
            : new VolumeArgument(mount.HostPath, Lower(mount.ResolvedTag(index)), ReadOnly: true)),
    ];

    /// <summary>Makes the overlays, and looks with another command whether they are there.</summary>
    /// <exception cref="MountException">One cannot be made, or is not seen by the next command.</exception>
    public static async Task MakeAsync(IGuestChannel channel, IReadOnlyList<WorkspaceMount> mounts, CancellationToken cancellationToken)
    {
        var overlays = MountList.Tagged(mounts).Where(tagged => !tagged.Mount.Writable).ToList();
        if (overlays.Count == 0)
            return;
        try
        {
            // A clone may have them from what it was forked from.
            if ((await ShellAsync(channel, Check(overlays), cancellationToken)).ExitCode == 0)
                return;
            await EnsureRootAsync(channel, cancellationToken);
            var made = await ShellAsync(channel, Script(overlays), cancellationToken);
            if (made.ExitCode != 0)
                throw MountFailure.Describe(overlays, made);
            // Where each command has a view of its own, the mounts of one are not those of the next.
            var seen = await ShellAsync(channel, Check(overlays), cancellationToken);
            if (seen.ExitCode != 0)
                throw MountException.Failed(
                    $"The overlay at {seen.StandardOutput.Trim()} is not seen by the next command in this guest, "
                    + "so it would protect nothing. Use a newer smolvm, or the qemu engine.");
        }
        catch (GuestExecException e)
        {
            throw MountException.Failed($"The workspaces could not be mounted: {e.Message}", e);
        }
    }

    /// <summary>Lays the overlays anew over what the host's directories hold now, with the guest's writes as they are.</summary>
    /// <exception cref="MountException">One is in use.</exception>
    public static async Task RemakeAsync(IGuestChannel channel, IReadOnlyList<WorkspaceMount> mounts, CancellationToken cancellationToken)
    {
        foreach (var tagged in MountList.Tagged(mounts).Where(tagged => !tagged.Mount.Writable))
        {
            var guest = ShellQuote.Quote(tagged.Mount.GuestPath);
            var script = $"umount {guest} && mount -t overlay -o {Options(tagged)} {tagged.Tag} {guest}\n";
            var made = await ShellAsync(channel, script, cancellationToken);
            if (made.ExitCode != 0)
                throw MountException.Failed($"The mount at {tagged.Mount.GuestPath} could not be made again: {made.StandardError.Trim()}");
        }
    }

    /// <summary>The shell script that makes them, all or none: it prints the position of one that fails, and ends with 1.</summary>
    public static string Script(IReadOnlyList<TaggedMount> overlays)
    {
        var script = new StringBuilder("""
            set -u
            failed() {
                printf '%s\n' "$1"
                shift
                cd /
                for directory; do umount "$directory"; done
                exit 1
            }
            set --

            """);
        for (var index = 0; index < overlays.Count; index++)
            script.Append(CultureInfo.InvariantCulture, $"{Overlay(overlays[index], index)}");
        return script.Append("exit 0\n").ToString().ReplaceLineEndings("\n");
    }

    static string Overlay(TaggedMount tagged, int index)
    {
        var guest = ShellQuote.Quote(tagged.Mount.GuestPath);
        var upper = $"{UpperFolder}/{tagged.Tag}";
        var or = string.Create(CultureInfo.InvariantCulture, $"|| failed {index} \"$@\"\n");
        return $"mkdir -p {upper} {guest} {or}"
            // The guest's own root is an overlay too, and on one no other can have its upper.
            + $"mount -t tmpfs -o mode=0755 {tagged.Tag} {upper} {or}"
            + $"set -- {upper} \"$@\"\n"
            + $"mkdir -p {upper}/upper {upper}/work {or}"
            + $"mount -t overlay -o {Options(tagged)} {tagged.Tag} {guest} {or}"
            + $"set -- {guest} \"$@\"\n";
    }

    static string Options(TaggedMount tagged) => ShellQuote.Quote(
        $"lowerdir={Lower(tagged.Tag)},upperdir={UpperFolder}/{tagged.Tag}/upper,workdir={UpperFolder}/{tagged.Tag}/work");

    // By what is below it: the volume itself may be an overlay of the same name, and the place may be written otherwise.
    static string Check(IReadOnlyList<TaggedMount> overlays) => string.Concat(overlays.Select(tagged =>
        $"grep -q {ShellQuote.Quote($"^{tagged.Tag} [^ ]* overlay .*lowerdir={Lower(tagged.Tag)},")} /proc/mounts || "
        + $"{{ echo {ShellQuote.Quote(tagged.Mount.GuestPath)}; exit 1; }}\n"));

    static string Lower(string tag) => $"{LowerFolder}/{tag}";

    static async Task EnsureRootAsync(IGuestChannel channel, CancellationToken cancellationToken)
    {
        var user = (await ShellAsync(channel, "id -u", cancellationToken)).EnsureSuccess().StandardOutput.Trim();
        if (user != "0")
            throw MountException.Failed(
                $"Mounts need uid 0 in the guest, and commands run as uid {user} there. "
                + "Use an image whose user is root, or the qemu engine.");
    }

    static Task<ExecResult> ShellAsync(IGuestChannel channel, string script, CancellationToken cancellationToken) => channel.ExecAsync(
        new GuestCommand(GuestShell.Argv([], script)) { WorkingDirectory = "/", Environment = Path, Timeout = StepTimeout },
        null,
        cancellationToken);
}
