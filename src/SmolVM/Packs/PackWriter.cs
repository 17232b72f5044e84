using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Packs;

/// <summary>Writes packs as the contract of the format advises: version 1, one layer, no byte too many.</summary>
internal sealed class PackWriter(ICommandRunner runner)
{
    static readonly TimeSpan CompressionTimeout = TimeSpan.FromMinutes(30);

    /// <summary>The free bytes of a directory's file system; replaced in tests.</summary>
    public Func<string, long> FreeSpace { get; init; } = DiskSpace.Free;

    /// <summary>Writes the pack; the file appears whole or not at all.</summary>
    /// <exception cref="PackException">The path cannot be written to, or the layer changed meanwhile.</exception>
    /// <exception cref="SmolVmException">The disk is too small for the layer, or became full.</exception>
    /// <exception cref="ToolMissingException">The host has no <c>zstd</c>.</exception>
    public async Task<PackManifest> WriteAsync(
        string path, LayerFile layer, PackDescription description, CancellationToken cancellationToken = default)
    {
        if (Directory.Exists(path))
            throw new PackException($"The pack cannot be written to '{path}', which is a directory. Name a file.");
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var manifest = description.ToManifest(layer);
        try
        {
            Directory.CreateDirectory(directory);
            DiskSpace.Ensure(directory, (ulong)layer.Size, FreeSpace);
            await using var file = PartialFile.Create(path);
            await WriteContentAsync(file.Content, layer, PackManifestJson.Write(manifest), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            file.Publish();
        }
        catch (InvalidDataException e)
        {
            throw new PackException($"The pack '{path}' is not written: {e.Message}. Pack the machine again.", e);
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
        return manifest;
    }

    async Task WriteContentAsync(FileStream file, LayerFile layer, byte[] manifest, CancellationToken cancellationToken)
    {
        var checksum = 0u;
        var command = new Command(ZstdArgv.Compress())
        {
            Input = (stream, token) => AssetsTar.WriteAsync(layer, stream, token),
            Output = async (stream, token) => checksum = await CopyAsync(stream, file, token),
            Timeout = CompressionTimeout,
        };
        (await runner.RunAsync(command, cancellationToken)).EnsureSuccess();
        await EndAsync(file, checksum, manifest, cancellationToken);
    }

    /// <summary>Writes what follows the assets, to a file that has nothing but them.</summary>
    public static async Task EndAsync(FileStream file, uint checksumOfAssets, byte[] manifest, CancellationToken cancellationToken)
    {
        var assetsSize = (ulong)file.Position;
        await file.WriteAsync(manifest, cancellationToken);
        var footer = PackFooter.OfSidecar(assetsSize, (ulong)manifest.Length, Crc32.Append(checksumOfAssets, manifest));
        await file.WriteAsync(footer.Encode(), cancellationToken);
    }

    static async Task<uint> CopyAsync(Stream source, FileStream destination, CancellationToken cancellationToken)
    {
        var (checksum, buffer) = (0u, new byte[128 * 1024]);
        int count;
        while ((count = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            checksum = Crc32.Append(checksum, buffer.AsSpan(0, count));
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        return checksum;
    }
}
