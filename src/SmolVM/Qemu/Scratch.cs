using SmolVM.Images;

namespace SmolVM.Qemu;

/// <summary>
/// Large files that live for one start or one pack, on a real disk (the run directory may be in memory). Who makes one holds a lock beside
/// it, which the kernel drops with its process: what nobody holds is what a killed process left.
/// </summary>
internal sealed class Scratch(SmolCache cache)
{
    const string LockSuffix = ".lock";

    string Folder => cache.Folder("scratch");

    /// <summary>A path that nothing has yet, and that is the caller's until it is disposed.</summary>
    /// <param name="extension">The end of the name, with its dot.</param>
    /// <param name="space">How many bytes must be free, so that what is begun can be finished.</param>
    /// <param name="what">What needs them.</param>
    public ScratchFile NewFile(string extension, long space, string what)
    {
        cache.RequireSpace(space, what);
        while (true)
        {
            var path = Path.Combine(Folder, $"{Guid.NewGuid():N}{extension}");
            // Not taken: a sweep came between the making of the lock and its taking.
            if (CacheLock.TryTake(path + LockSuffix) is { } held)
                return new ScratchFile(path, path + LockSuffix, held);
        }
    }

    public void Sweep()
    {
        foreach (var lockPath in Directory.EnumerateFiles(Folder, "*" + LockSuffix))
        {
            if (CacheLock.TryTake(lockPath) is { } abandoned)
                new ScratchFile(lockPath[..^LockSuffix.Length], lockPath, abandoned).Dispose();
        }
    }
}
