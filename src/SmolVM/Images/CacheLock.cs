namespace SmolVM.Images;

/// <summary>An exclusive lock between processes, which the kernel drops when its holder dies.</summary>
internal sealed class CacheLock : IDisposable
{
    // An open and a flock cost microseconds.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

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

    /// <summary>Waits for whoever has it.</summary>
    /// <param name="path">The file that is locked.</param>
    /// <param name="what">What the other one does, for a line of progress.</param>
    /// <param name="progress">Gets that line.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<CacheLock> TakeAsync(string path, string what, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        for (var told = false; ; told = true)
        {
            if (TryTake(path) is { } taken)
                return taken;
            if (!told)
                progress?.Report($"Waiting for another process that {what}.");
            // flock has no way to wait with a token.
            await Task.Delay(Pause, cancellationToken);
        }
    }

    // The file stays: removing it would let a waiter lock a name that the next one no longer sees.
    public void Dispose() => _file.Dispose();

    /// <summary>Lets go of it and removes its file. Only for a name that nobody else ever waits for.</summary>
    public void Remove()
    {
        File.Delete(_file.Name);
        _file.Dispose();
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows; a full disk must not look like a lock that is held.
    internal static bool IsHeld(Exception exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
