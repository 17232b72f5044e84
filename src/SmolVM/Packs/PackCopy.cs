namespace SmolVM.Packs;

/// <summary>A copy of a pack that says something else about itself; its files stay as they are, byte by byte.</summary>
internal static class PackCopy
{
    /// <summary>Writes the copy, without what stood before the pack in its file; it appears whole or not at all.</summary>
    /// <exception cref="PackException">There is no such pack, or it is damaged.</exception>
    /// <exception cref="Errors.SmolVmException">No space is left.</exception>
    public static async Task WriteAsync(
        string pack, string path, Func<PackManifest, PackManifest> change, CancellationToken cancellationToken = default)
    {
        await using var source = await PackReader.OpenAsync(pack, cancellationToken);
        try
        {
            await using var file = PartialFile.Create(path);
            await WriteAsync(source, file.Content, PackManifestJson.Write(change(source.Manifest)), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            file.Publish();
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw DiskSpace.Full(path, e);
        }
    }

    static async Task WriteAsync(PackReader source, FileStream file, byte[] manifest, CancellationToken cancellationToken)
    {
        var checksum = 0u;
        await source.ReadAssetsAsync(
            part =>
            {
                checksum = Crc32.Append(checksum, part.Span);
                return file.WriteAsync(part, cancellationToken);
            },
            cancellationToken);
        await PackWriter.EndAsync(file, checksum, manifest, cancellationToken);
    }
}
