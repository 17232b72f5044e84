using SmolVM.Images;

namespace SmolVM.Qemu.Templates;

/// <summary>A directory in which a frozen machine is made. It is removed when it is disposed, unless it was renamed before.</summary>
/// <param name="Files">What is to be made.</param>
/// <param name="Held">Keeps a sweep away from a key that is this process's alone; null where the caller holds the lock.</param>
internal sealed record TemplatePlace(TemplateFiles Files, CacheLock? Held) : IDisposable
{
    public void Dispose()
    {
        if (Directory.Exists(Files.Directory))
            Directory.Delete(Files.Directory, recursive: true);
        Held?.Remove();
    }
}
