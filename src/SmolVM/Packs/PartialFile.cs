namespace SmolVM.Packs;

/// <summary>A file that is written under a temporary name beside its final one, and is gone unless it is published.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    const string Suffix = ".partial";

    readonly string path;
    readonly string temporary;

    PartialFile(string path, string temporary)
    {
        this.path = path;
        this.temporary = temporary;
        Content = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024);
    }

    public FileStream Content { get; }

    public static PartialFile Create(string path)
    {
        var full = Path.GetFullPath(path);
        Sweep(full);
        return new PartialFile(full, $"{Prefix(full)}{Guid.NewGuid():N}{Suffix}");
    }

    /// <summary>The content is on the disk before the name is: after a crash there is the old file, the new one or none.</summary>
    public void Publish()
    {
        Content.Flush(flushToDisk: true);
        File.Move(temporary, path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        File.Delete(temporary);
    }

    static string Prefix(string full) => Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.");

    /// <summary>Deletes what a writer left that was killed: nobody holds the lock that an open file has.</summary>
    static void Sweep(string full)
    {
        var prefix = Prefix(full);
        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(full)!, Path.GetFileName(prefix) + "*" + Suffix))
        {
            try
            {
                using var unlocked = new FileStream(leftover, FileMode.Open, FileAccess.Write, FileShare.None);
                File.Delete(leftover);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process is writing it, or owns it.
            }
        }
    }
}
