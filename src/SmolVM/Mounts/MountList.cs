namespace SmolVM.Mounts;

/// <summary>The rules that hold between the mounts of one machine.</summary>
static class MountList
{
    /// <summary>Returns a copy that nobody can change, or refuses the list.</summary>
    /// <remarks>
    /// Nested guest paths are allowed: <see cref="Tagged"/> brings parents first. A mount below a writable one makes its directory in
    /// that one's host directory if it is not there.
    /// </remarks>
    public static IReadOnlyList<WorkspaceMount> Check(IEnumerable<WorkspaceMount> mounts)
    {
        var list = mounts.ToArray();
        var tags = new HashSet<string>(StringComparer.Ordinal);
        var guestPaths = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < list.Length; index++)
        {
            var tag = list[index].ResolvedTag(index);
            if (!tags.Add(tag))
                throw MountException.Refused($"Duplicate workspace mount tag: {tag}. Give each mount a tag of its own.");
            if (!guestPaths.Add(list[index].GuestPath))
                throw MountException.Refused(
                    $"Duplicate workspace guest_path: {list[index].GuestPath}. Give each mount a guest path of its own.");
        }
        return Array.AsReadOnly(list);
    }

    /// <summary>The mounts with their tags (by position in the list), in the order in which they can be mounted.</summary>
    public static IReadOnlyList<TaggedMount> Tagged(IReadOnlyList<WorkspaceMount> mounts) =>
        [.. mounts.Select((mount, index) => new TaggedMount(mount, mount.ResolvedTag(index)))
            .OrderBy(tagged => tagged.Mount.GuestPath.Count(c => c == '/'))];

    /// <summary>Refuses to start a machine whose directories have gone since they were named: QEMU's own message names no remedy.</summary>
    /// <exception cref="MountException">A directory is missing; the message names all that are.</exception>
    public static void EnsurePresent(string machine, IEnumerable<WorkspaceMount> mounts) =>
        EnsurePresent(machine, mounts, "start the machine without that mount.");

    /// <summary>The same for a machine whose mounts were decided earlier.</summary>
    /// <param name="machine">Its name.</param>
    /// <param name="mounts">Its mounts.</param>
    /// <param name="way">What can be done other than to create the folder again.</param>
    public static void EnsurePresent(string machine, IEnumerable<WorkspaceMount> mounts, string way)
    {
        if (Missing(mounts) is { Count: > 0 } missing)
            throw MountException.Refused(
                $"Machine '{machine}' cannot start because a shared folder is missing: {string.Join(", ", missing)}. "
                + $"Create it again, or {way}");
    }

    /// <summary>The directories of mounts that are not there, or are no directories, any more.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<WorkspaceMount> mounts) =>
        [.. mounts.Select(mount => mount.HostPath).Where(path => !Directory.Exists(path)).Distinct()];
}
