namespace SmolVM.Images;

/// <summary>Deletes what builders that died left: a temporary directory whose key nobody holds the lock of.</summary>
internal static class CacheSweep
{
    const string Suffix = ".tmp";

    public static string TemporaryName(string key) => $"{key}.{Guid.NewGuid():n}{Suffix}";

    /// <param name="area">The folder to look through.</param>
    /// <param name="heldKey">The key whose lock the caller holds.</param>
    /// <param name="tryLock">Takes the lock of another key, or returns null.</param>
    public static void Run(string area, string heldKey, Func<string, IDisposable?> tryLock)
    {
        foreach (var path in Directory.EnumerateDirectories(area, "*" + Suffix).ToList())
        {
            var key = Path.GetFileName(path).Split('.')[0];
            if (key == heldKey)
            {
                Directory.Delete(path, recursive: true);
                continue;
            }
            using var other = tryLock(key);
            if (other is not null && Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }
}
