namespace SmolVM.Processes;

/// <summary>
/// Finds programs itself, for <see cref="System.Diagnostics.Process"/> looks beside the application and in the current directory
/// before PATH, and says the same words for a missing program as for a missing directory.
/// </summary>
internal static class ExecutablePath
{
    /// <summary>Where Debian keeps mke2fs and others, which an ordinary user's PATH leaves out.</summary>
    const string Hypervisor = "qemu-system-x86";

    static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The full path of a program: given with a directory, or a name on the search path.</summary>
    /// <exception cref="ToolMissingException">There is none, or it cannot be executed.</exception>
    public static string Resolve(string program, string? searchPath) =>
        Path.GetFileName(program) == program ? OnPath(program, Folders(searchPath)) : AsGiven(Path.GetFullPath(program));

    /// <summary>Whether there is one.</summary>
    public static bool Exists(string program, string? searchPath) =>
        Folders(searchPath).SelectMany(folder => Candidates(Path.Combine(folder, program))).Any(IsExecutable);

    /// <summary>A search path with a directory behind all others, those included that are looked through without being named.</summary>
    public static string Behind(string? searchPath, string folder) => string.Join(Path.PathSeparator, [.. Folders(searchPath), folder]);

    static string AsGiven(string path)
    {
        if (Candidates(path).FirstOrDefault(IsExecutable) is { } found)
            return found;
        throw new ToolMissingException(File.Exists(path)
            ? $"'{path}' cannot be executed: it has no execute permission. Run: chmod +x '{path}'"
            : $"There is no program '{path}'. {Remedy(Path.GetFileName(path))}");
    }

    static string OnPath(string name, string[] folders)
    {
        var candidates = folders.SelectMany(folder => Candidates(Path.Combine(folder, name))).ToList();
        if (candidates.Find(IsExecutable) is { } found)
            return found;
        if (candidates.Find(File.Exists) is { } present)
            throw new ToolMissingException($"'{present}' cannot be executed: it has no execute permission. Run: chmod +x '{present}'");
        throw new ToolMissingException($"The program '{name}' is not in {string.Join(Path.PathSeparator, folders)}. {Remedy(name)}");
    }

    static string Remedy(string name) => DebianPackage.Of(name) is { } package
        ? $"On Debian and Ubuntu: apt-get install {package}{(package == Hypervisor ? "; or set SMOLVM_TOOLS=packages to have it only unpacked" : "")}"
        : "Install it, or put its directory on PATH.";

    static string[] Folders(string? searchPath)
    {
        // An empty entry means the current directory, where a program of that name need not be the one that is meant.
        var named = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return OperatingSystem.IsWindows() ? named : [.. named.Union(SystemFolders)];
    }

    static string[] Candidates(string path) => OperatingSystem.IsWindows() ? [path, path + ".exe"] : [path];

    static bool IsExecutable(string path)
    {
        const UnixFileMode anyone = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & anyone) != 0);
    }
}
