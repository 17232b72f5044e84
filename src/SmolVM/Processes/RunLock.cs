namespace SmolVM.Processes;

/// <summary>
/// The lock file of a run directory. .NET takes flock(2) for <see cref="FileShare.None"/>, which the kernel drops when the
/// owner ends, however it ends; children do not keep it, for .NET opens with O_CLOEXEC.
/// </summary>
internal static class RunLock
{
    public const string FileName = "lock";

    public static FileStream Take(string folder) => Take(folder, FileMode.OpenOrCreate);

    /// <summary>Null while somebody holds it, or when the directory is gone.</summary>
    public static FileStream? TryTake(string folder) => TryTake(folder, FileMode.OpenOrCreate);

    /// <summary>The same, and null where there is no lock file: one that is made in a directory that is being deleted would be in the way.</summary>
    public static FileStream? TryTakeExisting(string folder) => TryTake(folder, FileMode.Open);

    static FileStream Take(string folder, FileMode mode) =>
        new(Path.Combine(folder, FileName), mode, FileAccess.ReadWrite, FileShare.None);

    static FileStream? TryTake(string folder, FileMode mode)
    {
        try
        {
            return Take(folder, mode);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
