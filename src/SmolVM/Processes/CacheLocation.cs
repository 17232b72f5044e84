using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>Where the cache is.</summary>
internal static class CacheLocation
{
    /// <summary>
    /// SMOLVM_CACHE, else <c>$XDG_CACHE_HOME/smolvm</c>, else <c>~/.cache/smolvm</c>; on Windows <c>%LOCALAPPDATA%\smolvm\cache</c>.
    /// </summary>
    public static string Find(Func<string, string?> variable)
    {
        if (variable("SMOLVM_CACHE") is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        // The XDG specification tells programs to ignore a relative path.
        if (variable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg))
            return Path.Combine(xdg, "smolvm");
        if (variable("HOME") is { Length: > 0 } home && Path.IsPathFullyQualified(home))
            return Path.Combine(home, ".cache", "smolvm");
        if (variable("LOCALAPPDATA") is { Length: > 0 } local && Path.IsPathFullyQualified(local))
            return Path.Combine(local, "smolvm", "cache");
        throw new SmolVmException(
            ErrorCodes.Image,
            "No directory for the cache is known, for HOME is not set. Set SMOLVM_CACHE to a directory that you can write.");
    }
}
