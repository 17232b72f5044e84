using SmolVM.Errors;

namespace SmolVM.Qemu;

/// <summary>
/// Large files that live for one start or one pack, on a real disk (the run directory may be in memory). They are deleted by who made
/// them; what a crash leaves is swept when it is older than any of them gets.
/// </summary>
internal sealed class Scratch(string cache)
{
    static readonly TimeSpan Oldest = TimeSpan.FromHours(2);

    string Folder => Path.Combine(cache, "scratch");

    /// <summary>A path that nothing has yet.</summary>
    /// <param name="extension">The end of the name, with its dot.</param>
    /// <param name="space">How many bytes must be free, so that what is begun can be finished.</param>
    /// <exception cref="SmolVmException">There is less.</exception>
    public string NewPath(string extension, long space)
    {
        Directory.CreateDirectory(Folder);
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        if (free < space)
            throw new SmolVmException(
                ErrorCodes.NoSpace,
                $"'{Folder}' has {free >> 20} MiB free, and {space >> 20} MiB are needed. Free some space, or set SMOLVM_CACHE to a directory that has it.");
        return Path.Combine(Folder, $"{Guid.NewGuid():N}{extension}");
    }

    public void Sweep()
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            if (File.GetLastWriteTimeUtc(file) < DateTime.UtcNow - Oldest)
                File.Delete(file);
        }
    }
}
