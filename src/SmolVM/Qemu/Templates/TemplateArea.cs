using SmolVM.Images;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// Where frozen machines are kept: in memory (tmpfs) while there is plenty, else in the cache. A file in memory is read without the disk
/// and written back to none.
/// </summary>
/// <param name="cache">The cache.</param>
/// <param name="memory">The directory on a tmpfs; null: none is used.</param>
/// <param name="freeBytes">The free space of the file system that a directory is on.</param>
internal sealed class TemplateArea(SmolCache cache, string? memory, Func<string, long> freeBytes)
{
    public const string Name = "templates";

    // What the guest may come to touch, and as much again for everybody else.
    const int SpareInMemory = 2;

    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static TemplateArea Of(SmolCache cache) => new(cache, Usable("/dev/shm"), DiskSpace.Free);

    /// <summary>All directories in which one may be, the best first.</summary>
    public IReadOnlyList<string> Directories => memory is null ? [cache.Folder(Name)] : [memory, cache.Folder(Name)];

    /// <summary>Where one of that size is to be made.</summary>
    /// <exception cref="Errors.SmolVmException">There is no room anywhere.</exception>
    public string Choose(long bytes)
    {
        if (memory is not null && freeBytes(memory) >= SpareInMemory * bytes && FreeMemory() >= SpareInMemory * bytes)
            return memory;
        DiskSpace.Ensure(cache.Folder(Name), (ulong)bytes, freeBytes);
        return cache.Folder(Name);
    }

    // Its files are memory that a machine maps, so nobody else may read or write them.
    static string? Usable(string tmpfs)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(tmpfs))
            return null;
        var path = Path.Combine(tmpfs, $"smolvm-{FileOwner.CurrentUser}");
        try
        {
            Directory.CreateDirectory(path, Private);
            if (!FileOwner.IsOwnDirectory(path))
                return null;
            File.SetUnixFileMode(path, Private);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static long FreeMemory() => MemoryInfo.Available(File.ReadAllText("/proc/meminfo"));
}
