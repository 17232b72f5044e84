using SmolVM.Errors;

namespace SmolVM.Packs;

/// <summary>A full disk, found before the work where the size is known, and named as what it is where it is not.</summary>
internal static class DiskSpace
{
    const int NoSpaceErrno = 28;
    const int QuotaErrno = 122;
    const int WindowsDiskFull = unchecked((int)0x80070070);

    public static long Free(string directory) => new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;

    public static void Ensure(string directory, ulong needed, Func<string, long> free)
    {
        var available = free(directory);
        if (available < 0 || (ulong)available < needed)
            throw new SmolVmException(
                ErrorCodes.NoSpace,
                $"'{directory}' has {MiB(available)} MiB free, and up to {MiB(needed)} MiB are needed. "
                + "Free some space or choose another directory.");
    }

    public static bool IsFull(IOException error) => error.HResult is NoSpaceErrno or QuotaErrno or WindowsDiskFull;

    public static SmolVmException Full(string path, IOException error) => new(
        ErrorCodes.NoSpace,
        $"No space was left on the file system of '{path}' while it was written. Free some space or choose another directory.",
        error);

    static decimal MiB(decimal bytes) => Math.Ceiling(bytes / (1024 * 1024));
}
