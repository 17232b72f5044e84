namespace SmolVM.Images;

/// <summary>An exclusive lock between processes, which the kernel drops when its holder dies.</summary>
internal sealed class CacheLock : IDisposable
{
    readonly FileStream _file;

    CacheLock(FileStream file) => _file = file;

    public static CacheLock? TryTake(string path)
    {
        try
        {
            return new CacheLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    // The file stays: removing it would let a waiter lock a name that the next one no longer sees.
    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows; a full disk must not look like a lock that is held.
    internal static bool IsHeld(Exception exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
