namespace SmolVM.Mounts;

/// <summary>Specs <c>HOST[:GUEST]</c>, as people write them in projects and on command lines.</summary>
static class MountSpec
{
    /// <summary>Parses a whole list: the default guest path depends on how many specs there are.</summary>
    /// <param name="specs">Split at the last colon; without one, the host path only.</param>
    /// <param name="writable">Whether the guest's writes reach the host: one switch for the list.</param>
    /// <param name="baseDirectory">What relative host paths start from; the working directory when null.</param>
    /// <exception cref="MountException">A spec, or the list, cannot be used.</exception>
    public static IReadOnlyList<WorkspaceMount> Parse(IEnumerable<string> specs, bool writable = false, string? baseDirectory = null)
    {
        var all = specs.ToArray();
        return MountList.Check(all.Select((spec, index) => ParseOne(
            spec,
            DefaultGuestPath(index, all.Length),
            writable,
            baseDirectory ?? Environment.CurrentDirectory)));
    }

    /// <summary>Where the guest sees the mount at this position of a list, if nothing else is said.</summary>
    public static string DefaultGuestPath(int index, int count) =>
        count == 1 ? WorkspaceMount.DefaultGuestPath : $"{WorkspaceMount.DefaultGuestPath}-{index}";

    /// <exception cref="MountException">The spec cannot be used.</exception>
    public static WorkspaceMount ParseOne(string spec, string defaultGuestPath, bool writable, string baseDirectory)
    {
        if (spec.Length == 0)
            throw MountException.Refused("A mount is empty. Write HOST or HOST:GUEST; '.' is the current directory.");
        var colon = spec.LastIndexOf(':');
        if (colon == 0)
            throw MountException.Refused($"The mount '{spec}' has no host path. Write HOST:GUEST; '.' is the current directory.");
        var guest = colon < 0 ? defaultGuestPath : spec[(colon + 1)..];
        if (!guest.StartsWith('/'))
            throw MountException.Refused(
                $"In the mount '{spec}' the guest path must be an absolute path: '{guest}'. What follows the last ':' is the guest path; "
                + $"for a host path with a colon in it write '{spec.TrimEnd(':')}:{defaultGuestPath}'.");
        var host = HostDirectory.Absolute(colon < 0 ? spec : spec[..colon], baseDirectory);
        return new WorkspaceMount(host, guest, writable: writable);
    }
}
