using SmolVM.Processes;

namespace SmolVM.Packs;

/// <summary>A directory beside a file to be written, gone with its owner: what a killed one left is removed by the next.</summary>
internal sealed class PackFolder : IDisposable
{
    readonly FileStream held;

    PackFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public static PackFolder Beside(string file)
    {
        var parent = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!).FullName;
        var prefix = $".{System.IO.Path.GetFileName(file)}.smolpack-";
        foreach (var leftover in Directory.EnumerateDirectories(parent, prefix + "*"))
            Sweep(leftover);
        var path = Directory.CreateDirectory(System.IO.Path.Combine(parent, prefix + Guid.NewGuid().ToString("N"))).FullName;
        return new PackFolder(path, RunLock.Take(path));
    }

    public void Dispose()
    {
        held.Dispose();
        Remove(Path);
    }

    static void Sweep(string path)
    {
        if (RunLock.TryTake(path) is not { } free)
            return;
        free.Dispose();
        Remove(path);
    }

    static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else who swept was faster.
        }
    }
}
