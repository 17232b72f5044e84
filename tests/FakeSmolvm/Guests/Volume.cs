using FakeSmolvm.Machines;

namespace FakeSmolvm.Guests;

/// <summary>A volume as it is asked for, <c>HOST:GUEST[:ro|:rw]</c>.</summary>
sealed record Volume(string Host, string Guest, bool ReadOnly)
{
    static readonly string[] Refused = ["/", "/var"];

    static readonly string[] RefusedBelow =
        ["/var/run", "/var/log", "/etc", "/usr", "/bin", "/sbin", "/lib", "/proc", "/sys", "/dev", "/run"];

    /// <exception cref="CliException">It is no volume, or one that is refused.</exception>
    public static Volume Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is not (2 or 3) || (parts.Length == 3 && parts[2] is not ("ro" or "rw")))
            throw new CliException($"invalid mount path: '{text}', expected HOST:GUEST[:ro|:rw]");
        if (!parts[1].StartsWith('/'))
            throw new CliException($"invalid mount path: guest path must be absolute: {parts[1]}");
        if (!Directory.Exists(parts[0]))
        {
            throw new CliException(File.Exists(parts[0])
                ? $"mount operation failed: validate: {parts[0]} is not a directory"
                : $"mount source not found: {parts[0]}");
        }
        var host = Canonical(Path.GetFullPath(parts[0]));
        if (Refused.Contains(host) || RefusedBelow.Any(folder => host == folder || host.StartsWith(folder + "/", StringComparison.Ordinal)))
            throw new CliException($"mount operation failed: validate: {host} is a system directory");
        return new Volume(host, parts[1], parts is [_, _, "ro"]);
    }

    /// <summary>The volumes of a machine, two on one guest path handled as the version does.</summary>
    public static IReadOnlyList<Volume> ParseAll(IEnumerable<string> texts, Drift drift)
    {
        var byGuest = new Dictionary<string, Volume>();
        foreach (var volume in texts.Select(Parse))
        {
            if (!byGuest.TryAdd(volume.Guest.TrimEnd('/'), volume) && !drift.LaterVolumeWins)
                throw new CliException($"mount operation failed: validate: duplicate guest path {volume.Guest}");
            byGuest[volume.Guest.TrimEnd('/')] = volume;
        }
        return [.. byGuest.Values];
    }

    static string Canonical(string path)
    {
        var parent = Path.GetDirectoryName(path);
        var resolved = parent is null ? path : Path.Combine(Canonical(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(resolved, returnFinalTarget: true) is { } target ? Canonical(target.FullName) : resolved;
    }
}

/// <summary>A volume and the place on the host, inside the machine's root, where it is to be seen.</summary>
sealed record MountedVolume(string Host, string MountPoint, bool ReadOnly)
{
    /// <summary>Finds the place: a link in the guest leads to its target in the guest, never to the host's.</summary>
    public static MountedVolume Place(Volume volume, VmDirectory directory) =>
        new(volume.Host, RootPath.Resolve(directory.Root, volume.Guest), volume.ReadOnly);
}
