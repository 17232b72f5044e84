using System.Security.Cryptography;
using SmolVM.Processes;

namespace SmolVM.Packs;

/// <summary>An open pack that has passed all checks which need no decompression. It stays the same file until it is disposed.</summary>
internal sealed class PackReader : IAsyncDisposable
{
    static readonly byte[] ZstdMagic = [0x28, 0xB5, 0x2F, 0xFD];

    readonly FileStream file;
    readonly PackFooter footer;

    PackReader(FileStream file, PackFooter footer, byte[] manifestJson, PackManifest manifest)
    {
        this.file = file;
        this.footer = footer;
        ManifestJson = manifestJson;
        Manifest = manifest;
    }

    public PackManifest Manifest { get; }

    /// <summary>The manifest as it stands in the file.</summary>
    public ReadOnlyMemory<byte> ManifestJson { get; }

    /// <summary>The CRC-32 of assets and manifest, which is right.</summary>
    public uint Checksum => footer.Checksum;

    /// <summary>The bytes of the file.</summary>
    public long Length => file.Length;

    /// <summary>Opens a pack of which a machine is to be made.</summary>
    /// <exception cref="PackException">It is not there, not a pack, damaged, or would reach into the host.</exception>
    public static Task<PackReader> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(path, PackManifestJson.Read, cancellationToken);

    /// <summary>Opens a pack to be looked at, also one of which no machine could be made.</summary>
    /// <exception cref="PackException">It is not there, not a pack, or damaged.</exception>
    public static Task<PackReader> OpenToInspectAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(path, PackManifestJson.Describe, cancellationToken);

    /// <summary>What a pack says about itself, with its content unread: enough to refuse early what no machine can be made of.</summary>
    /// <exception cref="PackException">It is not there, its footer or manifest is damaged, or it would reach into the host.</exception>
    public static PackManifest Peek(string path)
    {
        using var file = OpenFile(path);
        try
        {
            return PackManifestJson.Read(ReadManifest(file, ReadFooter(file)));
        }
        catch (InvalidDataException e)
        {
            throw PackException.Refused(path, e.Message, e);
        }
    }

    static async Task<PackReader> OpenAsync(
        string path, Func<ReadOnlyMemory<byte>, PackManifest> read, CancellationToken cancellationToken)
    {
        var file = OpenFile(path);
        try
        {
            var footer = ReadFooter(file);
            await EnsureChecksumAsync(file, footer, cancellationToken);
            var manifest = ReadManifest(file, footer);
            return new PackReader(file, footer, manifest, read(manifest));
        }
        catch (InvalidDataException e)
        {
            await file.DisposeAsync();
            throw PackException.Refused(path, e.Message, e);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Unpacks all files of the pack to a directory that does not exist or is empty, in one that exists; it is there whole or not at all.
    /// </summary>
    /// <exception cref="PackException">A file of the pack would land outside the directory, or a layer is missing.</exception>
    /// <exception cref="Errors.SmolVmException">No space is left.</exception>
    /// <exception cref="ToolMissingException">The host has no <c>zstd</c>.</exception>
    public async Task<ExtractedPack> ExtractAsync(string directory, ICommandRunner runner, CancellationToken cancellationToken = default)
    {
        try
        {
            await PackExtraction.RunAsync(CopyAssetsAsync, Manifest, directory, runner, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw PackException.Refused(file.Name, e.Message, e);
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw DiskSpace.Full(directory, e);
        }
        return new ExtractedPack(Manifest, [.. Manifest.Assets.Layers.Select(layer => Path.Combine(directory, layer.Path))]);
    }

    /// <summary>Reads the files of the pack as they are compressed.</summary>
    public Task ReadAssetsAsync(Func<ReadOnlyMemory<byte>, ValueTask> use, CancellationToken cancellationToken) =>
        ReadRangeAsync(file, (long)footer.AssetsOffset, (long)footer.AssetsSize, use, cancellationToken);

    /// <summary>The digest of the whole file, <c>sha256:…</c>.</summary>
    public async Task<string> DigestAsync(CancellationToken cancellationToken = default)
    {
        file.Position = 0;
        return "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    Task CopyAssetsAsync(Stream destination, CancellationToken cancellationToken) =>
        ReadAssetsAsync(part => destination.WriteAsync(part, cancellationToken), cancellationToken);

    static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PackException($"There is no pack '{path}'. Name a .smolmachine file.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PackException(
                $"The pack '{path}' cannot be opened: it is a directory or not yours to read. Name a .smolmachine file.", e);
        }
    }

    static PackFooter ReadFooter(FileStream file)
    {
        if (file.Length < PackFooter.Size)
            throw new InvalidDataException($"it has {file.Length} bytes, and a pack has at least {PackFooter.Size}");
        var bytes = new byte[PackFooter.Size];
        file.Position = file.Length - PackFooter.Size;
        file.ReadExactly(bytes);
        var footer = PackFooter.Decode(bytes);
        footer.EnsureFits((ulong)file.Length);
        return footer;
    }

    static async Task EnsureChecksumAsync(FileStream file, PackFooter footer, CancellationToken cancellationToken)
    {
        var (checksum, start) = (0u, (long)footer.AssetsOffset);
        await ReadRangeAsync(file, start, (long)(footer.AssetsSize + footer.ManifestSize), Add, cancellationToken);
        if (checksum != footer.Checksum)
            throw new InvalidDataException($"its checksum is {checksum:x8}, and its footer says {footer.Checksum:x8}");
        var magic = new byte[ZstdMagic.Length];
        file.Position = start;
        await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken);
        if (footer.AssetsSize < (ulong)magic.Length || !magic.AsSpan().SequenceEqual(ZstdMagic))
            throw new InvalidDataException("its assets are not compressed with zstd");

        ValueTask Add(ReadOnlyMemory<byte> part)
        {
            checksum = Crc32.Append(checksum, part.Span);
            return ValueTask.CompletedTask;
        }
    }

    static byte[] ReadManifest(FileStream file, PackFooter footer)
    {
        var bytes = new byte[footer.ManifestSize];
        file.Position = (long)footer.ManifestOffset;
        file.ReadExactly(bytes);
        return bytes;
    }

    static async Task ReadRangeAsync(
        FileStream file, long start, long length, Func<ReadOnlyMemory<byte>, ValueTask> use, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        for (file.Position = start; length > 0;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(length, buffer.Length));
            await file.ReadExactlyAsync(part, cancellationToken);
            await use(part);
            length -= part.Length;
        }
    }
}
