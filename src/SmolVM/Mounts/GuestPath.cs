namespace SmolVM.Mounts;

/// <summary>The rule for the place of a mount in the guest.</summary>
static class GuestPath
{
    /// <summary>Mounting over these, or inside the last three, takes away what the guest and its agent live on.</summary>
    static readonly string[] System = ["/dev", "/run", "/proc", "/sys", "/run/smolvm"];

    public static string Normalise(string path)
    {
        if (!path.StartsWith('/'))
            throw MountException.Refused($"The guest path of a mount must be an absolute path: '{path}'. Begin it with '/'.");
        if (path.Contains('\0'))
            throw MountException.Refused($"The guest path of a mount holds a NUL character: '{path.Replace("\0", "\\0")}'. Remove it.");
        var parts = path.Split('/').Where(part => part.Length > 0 && part != ".").ToArray();
        if (parts.Contains(".."))
            throw MountException.Refused($"The guest path of a mount holds '..': '{path}'. Write the path without it.");
        if (parts.Length == 0)
            throw MountException.Refused($"The guest path of a mount is the root: '{path}'. Name a directory below it: /workspace.");
        var normal = "/" + string.Join('/', parts);
        if (System.Contains(normal) || System.Skip(2).Any(directory => normal.StartsWith(directory + "/", StringComparison.Ordinal)))
            throw MountException.Refused($"The guest path of a mount belongs to the guest's system: '{normal}'. Name another directory.");
        return normal;
    }
}
