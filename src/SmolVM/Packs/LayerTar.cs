using System.Security.Cryptography;
using SmolVM.Packs.Tar;

namespace SmolVM.Packs;

/// <summary>Makes a layer from the tar of its root that a guest sends: the same tree gives the same bytes.</summary>
internal static class LayerTar
{
    const int BufferSize = 256 * 1024;

    /// <summary>
    /// Reads the tar, as busybox or GNU tar makes it, to its end, and writes the layer to a new file, which is not there when this throws.
    /// For a while the file system needs twice the size of the root.
    /// </summary>
    /// <exception cref="PackException">The tar is cut off or is not that of a root file system.</exception>
    /// <exception cref="Errors.SmolVmException">No space is left.</exception>
    public static async Task<LayerFile> WriteAsync(
        Stream raw, string path, LayerOptions options, CancellationToken cancellationToken = default)
    {
        await using var layer = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        var written = false;
        try
        {
            await using var spool = OpenSpool(path + ".spool");
            await raw.CopyToAsync(spool, BufferSize, cancellationToken);
            var plan = LayerPlan.Of(await ScanAsync(spool, cancellationToken), options);
            var file = await WriteMembersAsync(plan, spool, layer, cancellationToken);
            written = true;
            return file;
        }
        catch (InvalidDataException e)
        {
            throw new PackException($"The guest's root cannot be packed: its tar is refused, {e.Message}. Pack the machine again.", e);
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw DiskSpace.Full(path, e);
        }
        finally
        {
            if (!written)
                File.Delete(path);
        }
    }

    // The name goes at once, so that the file is gone however this process ends.
    static FileStream OpenSpool(string path)
    {
        var spool = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferSize, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return spool;
    }

    static async Task<List<TarMember>> ScanAsync(FileStream spool, CancellationToken cancellationToken)
    {
        spool.Position = 0;
        var scanner = new TarScanner(spool);
        var members = new List<TarMember>();
        while (await scanner.NextAsync(cancellationToken) is { } member)
            members.Add(member);
        return members;
    }

    static async Task<LayerFile> WriteMembersAsync(
        IReadOnlyList<TarMember> plan, FileStream spool, FileStream layer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        foreach (var member in plan)
        {
            await PutAsync(TarHeader.Encode(member));
            spool.Position = member.DataOffset;
            for (var left = member.Size; left > 0;)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
                await spool.ReadExactlyAsync(part, cancellationToken);
                await PutAsync(part);
                left -= part.Length;
            }
            await PutAsync(new byte[TarHeader.Padding(member.Size)]);
        }
        await PutAsync(new byte[2 * TarHeader.BlockSize]);
        await layer.FlushAsync(cancellationToken);
        return new LayerFile(layer.Name, Convert.ToHexStringLower(hash.GetHashAndReset()), layer.Length);

        ValueTask PutAsync(ReadOnlyMemory<byte> bytes)
        {
            hash.AppendData(bytes.Span);
            return layer.WriteAsync(bytes, cancellationToken);
        }
    }
}
