namespace SmolVM.Images;

/// <summary>
/// Keeps the entries of the cache that this process has used from being removed, for as long as it lives: its own machines end with it.
/// The file's time says when the entry was last used.
/// </summary>
internal static class CacheHold
{
    public const string FileName = "use";

    static readonly Lock Gate = new();
    static readonly Dictionary<string, FileStream> Held = [];

    /// <summary>Holds an entry; false if there is none, or if it is just being removed.</summary>
    public static bool TryHold(string entry)
    {
        var path = Path.Combine(entry, FileName);
        FileStream opened;
        try
        {
            // flock, shared, which the kernel drops with this process.
            opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        // Where nothing can be written nothing can be removed.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return !CacheLock.IsHeld(e) && Directory.Exists(entry);
        }
        // Removed between the opening and the locking.
        if (!File.Exists(path))
        {
            opened.Dispose();
            return false;
        }
        File.SetLastWriteTimeUtc(opened.SafeFileHandle, DateTime.UtcNow);
        lock (Gate)
        {
            // One that was removed by hand and made again is another file.
            if (Held.Remove(entry, out var earlier))
                earlier.Dispose();
            Held[entry] = opened;
        }
        return true;
    }

    /// <summary>The entry for whoever wants to remove it, and holds its lock; null while a process uses it.</summary>
    public static FileStream? TryTake(string entry)
    {
        try
        {
            return new FileStream(Path.Combine(entry, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>When it was last used; of one that an older version made, when it was made.</summary>
    public static DateTime LastUse(string entry) =>
        new FileInfo(Path.Combine(entry, FileName)) is { Exists: true } use ? use.LastWriteTimeUtc : Directory.GetLastWriteTimeUtc(entry);
}
