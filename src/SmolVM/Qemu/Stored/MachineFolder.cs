using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;

namespace SmolVM.Qemu.Stored;

/// <summary>The directory of a stored machine, and the lock of whoever works with it.</summary>
/// <param name="cache">Where the machines are, for what their disks hold is large.</param>
/// <param name="name">The machine.</param>
internal sealed class MachineFolder(SmolCache cache, string name)
{
    const string Area = "machines";

    // Longer than any command that a build runs by default.
    static readonly TimeSpan LockLimit = TimeSpan.FromHours(1);

    public string Name => name;

    public string Path { get; } = System.IO.Path.Combine(cache.Folder(Area), MachineName.Check(name));

    public string Disk => System.IO.Path.Combine(Path, "disk.ext4");

    public string Console => System.IO.Path.Combine(Path, "console.log");

    /// <summary>Is there while the machine stands still, with nothing mounted, to be copied.</summary>
    public string Standing => System.IO.Path.Combine(Path, "standing");

    public bool Exists => Directory.Exists(Path) && !IsUnfinished;

    // Is there from the first moment of a copy to its last: its QEMU has the disk open, whose path must not change any more.
    string Unfinished => System.IO.Path.Combine(Path, "unfinished");

    bool IsUnfinished => File.Exists(Unfinished);

    public static IReadOnlyList<MachineFolder> All(SmolCache cache) => [.. WithUnfinished(cache).Where(folder => !folder.IsUnfinished)];

    /// <summary>All machines, and copies of machines that are not whole yet.</summary>
    public static IReadOnlyList<MachineFolder> WithUnfinished(SmolCache cache) =>
    [
        .. from path in Directory.EnumerateDirectories(cache.Folder(Area))
           let name = System.IO.Path.GetFileName(path)
           // Names of half-made ones have a dot.
           where !name.Contains('.', StringComparison.Ordinal)
           orderby name
           select new MachineFolder(cache, name),
    ];

    /// <summary>Waits until nobody else works with the machine.</summary>
    /// <exception cref="SmolVmException">Somebody does for too long.</exception>
    public async Task<CacheLock> LockAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LockLimit);
        try
        {
            return await CacheLock.TakeAsync(LockPath(name), $"works with the machine '{name}'", progress, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"Another process has worked with the machine '{name}' for {LockLimit.TotalMinutes:0} minutes. End that one, or wait for it.");
        }
    }

    /// <summary>The lock, when nobody else works with the machine at this moment; else null.</summary>
    public CacheLock? TryLock() => CacheLock.TryTake(LockPath(name));

    /// <summary>Makes the directory, whole or not at all. The caller has the lock.</summary>
    public void Create(MachineFile file) => Make(file, unfinished: false);

    /// <summary>Makes the directory of a machine that is none before <see cref="Finish"/>. The caller has the lock.</summary>
    public void Begin(MachineFile file) => Make(file, unfinished: true);

    public void Finish() => File.Delete(Unfinished);

    /// <summary>Removes what is left of a copy that was never whole, and the machine that runs on it. The caller has the lock.</summary>
    public async Task DeleteUnfinishedAsync()
    {
        if (IsUnfinished)
        {
            await StoredRun.KillAsync(this);
            Delete();
        }
    }

    void Make(MachineFile file, bool unfinished)
    {
        var area = cache.Folder(Area);
        CacheSweep.Run(area, name, key => CacheLock.TryTake(LockPath(key)));
        var temporary = System.IO.Path.Combine(area, CacheSweep.TemporaryName(name));
        SmolCache.CreatePrivate(temporary);
        file.Write(temporary);
        if (unfinished)
            File.WriteAllBytes(System.IO.Path.Combine(temporary, System.IO.Path.GetFileName(Unfinished)), []);
        Directory.Move(temporary, Path);
    }

    /// <summary>Removes the directory. The caller has the lock, and the machine does not run.</summary>
    public void Delete()
    {
        // Renamed first: nobody may find a half-deleted one.
        var leaving = System.IO.Path.Combine(cache.Folder(Area), CacheSweep.TemporaryName(name));
        Directory.Move(Path, leaving);
        Directory.Delete(leaving, recursive: true);
    }

    public void EnsureExists()
    {
        if (!Exists)
            throw new SmolVmException(
                ErrorCodes.StoredMachine, $"There is no machine '{name}'. Make it first: dotnet build -t:SmolUp, or CreateAsync.");
    }

    public void EnsureFree()
    {
        if (Exists)
            throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"There is a machine '{name}' already. Choose another name, or delete it: dotnet build -t:SmolDown, or DeleteAsync.");
    }

    string LockPath(string key) => cache.LockPath($"machine-{key}");
}
