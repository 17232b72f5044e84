using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>
/// Where prepared things are kept: private to the user, content-addressed, built aside and renamed into place whole. A name that exists
/// is complete; everything else is swept.
/// </summary>
internal sealed class SmolCache
{
    /// <summary>How the name of a file ends that says which entry was made for a request.</summary>
    internal const string IndexSuffix = ".key";

    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly Func<string, long> _freeBytes;

    public SmolCache(string root, Func<string, long>? freeBytes = null)
    {
        Root = root;
        _freeBytes = freeBytes ?? (path => new DriveInfo(path).AvailableFreeSpace);
    }

    public string Root { get; }

    public static SmolCache Open() => new(CacheLocation.Find(Environment.GetEnvironmentVariable));

    /// <summary>A private directory under the root, made when it is missing.</summary>
    public string Folder(string name)
    {
        var path = Path.Combine(Root, name);
        try
        {
            // One at a time: parents that are made on the way get ordinary modes.
            CreatePrivate(Root);
            CreatePrivate(path);
            return path;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new ImageException(
                $"The cache directory '{path}' cannot be made: {exception.Message} Set SMOLVM_CACHE to a directory that you can write.",
                exception);
        }
    }

    /// <summary>Refuses a step that would fill the file system of the cache.</summary>
    public void RequireSpace(long bytes, string what)
    {
        var free = _freeBytes(Folder("."));
        if (free < bytes)
            throw new SmolVmException(
                ErrorCodes.NoSpace,
                $"{what} needs {Mebibytes(bytes)} MiB in '{Root}', and {Mebibytes(free)} MiB are free. "
                + "Free some space there, or set SMOLVM_CACHE to a directory on another file system.");
    }

    /// <summary>Refuses an entry from which somebody has removed a file since it was renamed into place.</summary>
    public static void EnsureWhole(string entry, params IEnumerable<string> paths)
    {
        if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            throw new ImageException($"The cache has lost the file '{missing}'. Delete the directory '{entry}': it is made anew.");
    }

    /// <summary>The directory of the entry; built by one builder, whom all others of this user wait for.</summary>
    public async Task<string> GetOrAddAsync(CacheEntry entry, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var area = Folder(entry.Area);
        var final = Path.Combine(area, entry.Key);
        if (CacheHold.TryHold(final))
            return final;
        using var held = await LockAsync(LockName(entry.Area, entry.Key), entry.What, progress, cancellationToken);
        if (CacheHold.TryHold(final))
            return final;
        CacheSweep.Run(area, entry.Key, key => TryLock(entry.Area, key));
        var temporary = Path.Combine(area, CacheSweep.TemporaryName(entry.Key));
        CreatePrivate(temporary);
        try
        {
            await entry.BuildAsync(temporary, cancellationToken);
            FlushToDisk(temporary);
            Directory.Move(temporary, final);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
        CacheHold.TryHold(final);
        return final;
    }

    /// <summary>
    /// The same for an entry whose key takes work to find out: it is remembered under what was asked for, so that the next call asks
    /// nobody.
    /// </summary>
    public async Task<string> GetOrResolveAsync(
        string area, string request, string what, Func<CancellationToken, Task<CacheEntry>> resolve,
        IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var index = Path.Combine(Folder(area), request + IndexSuffix);
        if (Known(area, index) is { } known)
            return known;
        using var held = await LockAsync($"{area}-{request}", what, progress, cancellationToken);
        if (Known(area, index) is { } meanwhile)
            return meanwhile;
        var entry = await resolve(cancellationToken);
        var path = await GetOrAddAsync(entry, progress, cancellationToken);
        var temporary = $"{index}.{Path.GetRandomFileName()}";
        await File.WriteAllTextAsync(temporary, entry.Key, cancellationToken);
        File.Move(temporary, index, overwrite: true);
        return path;
    }

    public Task<CacheLock> LockAsync(string name, string what, IProgress<string>? progress, CancellationToken cancellationToken) =>
        CacheLock.TakeAsync(LockPath(name), $"prepares {what}", progress, cancellationToken);

    internal string LockPath(string name) => Path.Combine(Folder("locks"), name + ".lock");

    /// <summary>The lock of whoever makes an entry or removes it; null while another has it.</summary>
    internal CacheLock? TryLock(string area, string key) => CacheLock.TryTake(LockPath(LockName(area, key)));

    static string LockName(string area, string key) => $"{area}-{key}";

    string? Known(string area, string index)
    {
        if (!File.Exists(index))
            return null;
        var path = Path.Combine(Root, area, File.ReadAllText(index));
        return CacheHold.TryHold(path) ? path : null;
    }

    internal static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Private);
    }

    // After a power failure a renamed directory must not hold empty files.
    internal static void FlushToDisk(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
    }

    static long Mebibytes(long bytes) => bytes >> 20;
}
