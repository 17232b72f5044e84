using SmolVM.Packs;

namespace SmolVM.Smolvm;

/// <summary>The pack of a stopped machine: written beside its final place, read, and renamed.</summary>
internal static class MachinePack
{
    const string Stub = "machine";

    public static async Task WriteAsync(SmolvmCli cli, string machine, string path, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new PackException($"The pack cannot be written to '{path}', which is a directory. Name a file.");
        try
        {
            using var folder = PackFolder.Beside(full);
            var pack = PackCreate.OfMachine(machine, Path.Combine(folder.Path, Stub));
            var sidecar = await PackFiles.WriteAsync(cli, pack, folder.Path, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            // The content is on the disk before the name is.
            using (var content = File.OpenHandle(sidecar, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(content);
            File.Move(sidecar, full, overwrite: true);
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw DiskSpace.Full(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackException(
                $"The pack '{path}' cannot be written: {e.Message.TrimEnd('.')}. Name a file in a directory that you can write to.", e);
        }
    }
}
