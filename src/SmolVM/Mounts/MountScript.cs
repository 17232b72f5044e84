using System.Globalization;
using System.Text;

namespace SmolVM.Mounts;

/// <summary>
/// What a POSIX shell (busybox ash among them) runs in the guest to make the mounts of a machine, all or none of them. It ends with 0, or
/// it undoes what it mounted, prints the position of the failing mount in the list that it was made from, and ends with 1.
/// </summary>
static class MountScript
{
    /// <summary>Where the read-only 9p mounts below the overlays are: on every guest's tmpfs.</summary>
    public const string LowerDirectory = "/run/smolvm/mounts";

    // msize: the most that the virtio transport of current kernels takes. access=any: no attach for each user, and new files keep the
    // caller as owner. loose: the tree is not expected to change under an owned machine; mmap: the least cache with which writable shared
    // mappings work.
    const string Overlaid = "trans=virtio,version=9p2000.L,ro,msize=512000,access=any,cache=loose";
    const string Direct = "trans=virtio,version=9p2000.L,rw,msize=512000,access=any,cache=mmap";

    // The kernel writes space, tab, newline and backslash in a path as octal escapes. The `x` keeps a newline at the end of a name from
    // being dropped by the substitution.
    const string Functions = """
        set -u
        mounted() {
            while read -r source directory type rest; do
                [ "$source" = "$1" ] && [ "$type" = "$2" ] && [ "$(printf '%bx' "$directory")" = "${3}x" ] && return 0
            done < /proc/mounts
            return 1
        }
        failed() {
            printf '%s\n' "$1"
            shift
            cd /
            for directory; do umount "$directory"; done
            exit 1
        }
        set --

        """;

    /// <param name="mounts">In the order in which they are mounted: see <see cref="MountList.Tagged"/>.</param>
    /// <param name="upperDirectory">
    /// Where the writes go, one directory for each overlay: on a tmpfs to be discarded, on a disk to be kept; never on 9p or on another
    /// overlay.
    /// </param>
    public static string Build(IReadOnlyList<TaggedMount> mounts, string upperDirectory)
    {
        var script = new StringBuilder(Functions);
        for (var index = 0; index < mounts.Count; index++)
            script.Append(mounts[index].Mount.Writable ? Write(mounts[index], index) : Overlay(mounts[index], index, upperDirectory));
        return script.Append("exit 0\n").ToString().ReplaceLineEndings("\n");
    }

    // `cd -P` finds the path as /proc/mounts will show it, where a parent of it is a symbolic link.
    static string Overlay(TaggedMount tagged, int index, string upperDirectory)
    {
        var tag = ShellQuote.Quote(tagged.Tag);
        var guest = ShellQuote.Quote(tagged.Mount.GuestPath);
        var lower = $"{LowerDirectory}/{tagged.Tag}";
        var quotedLower = ShellQuote.Quote(lower);
        var upper = $"{upperDirectory}/{tagged.Tag}/upper";
        var work = $"{upperDirectory}/{tagged.Tag}/work";
        var options = ShellQuote.Quote($"lowerdir={lower},upperdir={upper},workdir={work}");
        return Step(index, $"mkdir -p {ShellQuote.Join([lower, upper, work])} {guest}")
            + Step(index, $"cd -P {guest} && target=$PWD && cd /")
            + Unless($"mounted {tag} 9p {quotedLower}", index, $"mount -t 9p -o {Overlaid} {tag} {quotedLower}", quotedLower)
            + Unless($"mounted {tag} overlay \"$target\"", index, $"mount -t overlay -o {options} {tag} \"$target\"", "\"$target\"");
    }

    static string Write(TaggedMount tagged, int index)
    {
        var tag = ShellQuote.Quote(tagged.Tag);
        var guest = ShellQuote.Quote(tagged.Mount.GuestPath);
        return Step(index, $"mkdir -p {guest}")
            + Step(index, $"cd -P {guest} && target=$PWD && cd /")
            + Unless($"mounted {tag} 9p \"$target\"", index, $"mount -t 9p -o {Direct} {tag} \"$target\"", "\"$target\"");
    }

    static string Step(int index, string command) => string.Create(CultureInfo.InvariantCulture, $"{command} || failed {index} \"$@\"\n");

    static string Unless(string condition, int index, string command, string directory) =>
        $"{condition} || {{\n    {Step(index, command)}    set -- {directory} \"$@\"\n}}\n";
}
