using SmolVM.Images;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// The right to make or remove the frozen machine of a key, in all directories where it may be. The locks are beside what they guard:
/// caches share the memory of a host, and containers a cache.
/// </summary>
internal sealed class TemplateLock : IDisposable
{
    readonly List<CacheLock> taken = [];

    TemplateLock()
    {
    }

    /// <summary>Waits for whoever has it.</summary>
    /// <param name="directories">In the same order for all.</param>
    /// <param name="key">What the machine is of.</param>
    /// <param name="progress">Gets a line where another process is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<TemplateLock> TakeAsync(
        IReadOnlyList<string> directories, string key, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var held = new TemplateLock();
        try
        {
            foreach (var directory in directories)
                held.taken.Add(await CacheLock.TakeAsync(PathOf(directory, key), "prepares a machine to clone", progress, cancellationToken));
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>That of one directory, or null while another has it.</summary>
    public static CacheLock? TryTake(string directory, string key) => CacheLock.TryTake(PathOf(directory, key));

    public void Dispose() => taken.ForEach(held => held.Dispose());

    static string PathOf(string directory, string key) => Path.Combine(directory, $"{key}.lock");
}
