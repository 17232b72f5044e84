using SmolVM.Images;

namespace SmolVM.Qemu;

/// <summary>
/// Large files that live for one start or one pack, on a real disk (the run directory may be in memory). They are deleted by who made
/// them; what a crash leaves is swept when it is older than any of them gets.
/// </summary>
internal sealed class Scratch(SmolCache cache)
{
    static readonly TimeSpan Oldest = TimeSpan.FromHours(2);

    /// <summary>A path that nothing has yet.</summary>
    /// <param name="extension">The end of the name, with its dot.</param>
    /// <param name="space">How many bytes must be free, so that what is begun can be finished.</param>
    /// <param name="what">What needs them.</param>
    public string NewPath(string extension, long space, string what)
    {
        cache.RequireSpace(space, what);
        return Path.Combine(cache.Folder("scratch"), $"{Guid.NewGuid():N}{extension}");
    }

    public void Sweep()
    {
        foreach (var file in Directory.EnumerateFiles(cache.Folder("scratch")))
        {
            if (File.GetLastWriteTimeUtc(file) < DateTime.UtcNow - Oldest)
                File.Delete(file);
        }
    }
}
