namespace SmolVM.Mounts;

/// <summary>Makes a host path absolute and free of symbolic links, as the kernel would, and checks that a directory is there.</summary>
static class HostDirectory
{
    /// <summary>The kernel's own limit.</summary>
    const int MaxLinks = 40;

    public static string Resolve(string path)
    {
        var resolved = WithoutLinks(Absolute(path, Environment.CurrentDirectory));
        if (Directory.Exists(resolved))
            return resolved;
        throw File.Exists(resolved)
            ? MountException.Refused($"The host path of a mount is not a directory: {resolved}. Name the directory that holds the file.")
            : MountException.Refused($"The host path of a mount does not exist: {resolved}. Create the directory, or name another.");
    }

    /// <summary>Expands <c>~</c> and puts a relative path behind the base directory; no look at the file system.</summary>
    public static string Absolute(string path, string baseDirectory)
    {
        if (path.Length == 0)
            throw MountException.Refused("The host path of a mount is empty. Name a directory; '.' is the current one.");
        if (path.Contains('\0'))
            throw MountException.Refused($"The host path of a mount holds a NUL character: '{path.Replace("\0", "\\0")}'. Remove it.");
        if (path != "~" && !path.StartsWith("~/", StringComparison.Ordinal))
            return Path.Combine(baseDirectory, path);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, path[1..].TrimStart('/'))
            : throw MountException.Refused($"'{path}' needs a home directory and HOME is not set. Write the path in full.");
    }

    // Path.GetFullPath would drop `link/..` as text; the kernel goes to the parent of what the link names.
    static string WithoutLinks(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var left = new Stack<string>(Parts(path[root.Length..]).Reverse());
        var resolved = root;
        for (var links = 0; left.TryPop(out var part);)
        {
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? root;
                continue;
            }
            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }
            if (++links > MaxLinks)
                throw MountException.Refused($"The host path of a mount has too many symbolic links: {path}. Name the directory itself.");
            if (Path.IsPathRooted(target))
                resolved = root;
            foreach (var inner in Parts(target).Reverse())
                left.Push(inner);
        }
        return resolved;
    }

    static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Where(part => part.Length > 0 && part != ".");
}
