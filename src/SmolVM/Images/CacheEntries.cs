using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>The entries of the cache, for whoever lists or removes them.</summary>
internal sealed class CacheEntries(SmolCache cache)
{
    static readonly string[] Areas = [ImageArea.Name, Kit.Area, "smolvm-packs", CarriedTools.Area];

    // Links of an unpacked tree lead to files of others.
    static readonly EnumerationOptions OwnFiles = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public IReadOnlyList<CachedEntry> List() =>
    [
        .. from area in Areas
           from directory in Directory.EnumerateDirectories(cache.Folder(area))
           // Half-made ones have a dot.
           where !Path.GetFileName(directory).Contains('.', StringComparison.Ordinal)
           orderby directory
           select new CachedEntry(area, directory, Bytes(directory), CacheHold.LastUse(directory)),
    ];

    /// <summary>Whether a process that lives has used it.</summary>
    public bool IsUsed(CachedEntry entry) => !Try(entry, () => { });

    /// <summary>Removes one, unless a process that lives has used it.</summary>
    /// <returns>Whether it was removed.</returns>
    public bool TryRemove(CachedEntry entry) => Try(entry, () =>
    {
        // Renamed first: nobody may find a half-deleted one.
        var leaving = Path.Combine(cache.Folder(entry.Area), CacheSweep.TemporaryName(entry.Key));
        Directory.Move(entry.Directory, leaving);
        foreach (var index in Directory.EnumerateFiles(cache.Folder(entry.Area), "*" + SmolCache.IndexSuffix).ToList())
        {
            if (File.ReadAllText(index) == entry.Key)
                File.Delete(index);
        }
        Directory.Delete(leaving, recursive: true);
    });

    bool Try(CachedEntry entry, Action act)
    {
        using var maker = cache.TryLock(entry.Area, entry.Key);
        if (maker is null || !Directory.Exists(entry.Directory))
            return false;
        using var user = CacheHold.TryTake(entry.Directory);
        if (user is null)
            return false;
        act();
        return true;
    }

    static long Bytes(string directory) => Directory.EnumerateFiles(directory, "*", OwnFiles).Sum(FileOwner.AllocatedBytes);
}
