using SmolVM.Images;

namespace SmolVM.Qemu;

/// <summary>A large temporary file: deleted when it is disposed, and by the next start when its process had no chance to.</summary>
internal sealed class ScratchFile(string path, string lockPath, CacheLock held) : IDisposable
{
    /// <summary>Where the file may be made; it may also lose its name early.</summary>
    public string Path => path;

    public void Dispose()
    {
        File.Delete(path);
        File.Delete(lockPath);
        held.Dispose();
    }
}
