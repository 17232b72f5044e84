namespace SmolVM.Qemu.Templates;

/// <summary>A frozen machine that is whole, held so that nobody sweeps it while something is based on it.</summary>
internal sealed class Template : IDisposable
{
    readonly FileStream held;

    Template(TemplateFiles files, TemplateManifest manifest, FileStream held)
    {
        Files = files;
        this.held = held;
        Disk = manifest.DiskFormat is { } format ? new DiskFile(files.Disk, format) : null;
        State = File.ReadAllBytes(files.State);
        if (TemplateManifest.Hash(State) != manifest.StateSha256)
            throw new InvalidDataException($"'{files.State}' is not as it was written");
        if (new FileInfo(files.Memory).Length != manifest.MemoryBytes)
            throw new InvalidDataException($"'{files.Memory}' has {new FileInfo(files.Memory).Length} bytes, not {manifest.MemoryBytes}");
    }

    public TemplateFiles Files { get; }

    public DiskFile? Disk { get; }

    /// <summary>The devices' state: some hundred kilobytes.</summary>
    public byte[] State { get; }

    /// <summary>Opens one; null where there is none, or one that is just being swept.</summary>
    /// <exception cref="InvalidDataException">It is not whole.</exception>
    public static Template? TryOpen(TemplateFiles files)
    {
        // flock, shared: .NET takes it for a file that others may read too.
        FileStream held;
        try
        {
            held = new FileStream(files.Use, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (IOException)
        {
            return null;
        }
        try
        {
            // Swept between the opening and the locking.
            if (!File.Exists(files.Use))
            {
                held.Dispose();
                return null;
            }
            File.SetLastWriteTimeUtc(held.SafeFileHandle, DateTime.UtcNow);
            return new Template(files, TemplateManifest.Read(files.Manifest), held);
        }
        catch (Exception e)
        {
            held.Dispose();
            if (e is FileNotFoundException or UnauthorizedAccessException)
                throw new InvalidDataException(e.Message, e);
            throw;
        }
    }

    public void Dispose() => held.Dispose();
}
