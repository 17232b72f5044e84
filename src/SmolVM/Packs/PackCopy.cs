namespace SmolVM.Packs;

/// <summary>A copy of a pack that says something else about itself; its files stay as they are, byte by byte.</summary>
internal static class PackCopy
{
    /// <summary>Writes the copy, without what stood before the pack in its file; it appears whole or not at all.</summary>
    /// <exception cref="PackException">There is no such pack, or it is damaged.</exception>
    public static async Task WriteAsync(
        string pack, string path, Func<PackManifest, PackManifest> change, CancellationToken cancellationToken = default)
    {
        await using var source = await PackReader.OpenAsync(pack, cancellationToken);
        var manifest = PackManifestJson.Write(change(source.Manifest));
        await using var file = PartialFile.Create(path);
        var checksum = 0u;
        await source.ReadAssetsAsync(
            part =>
            {
                checksum = Crc32.Append(checksum, part.Span);
                return file.Content.WriteAsync(part, cancellationToken);
            },
            cancellationToken);
        var assetsSize = (ulong)file.Content.Position;
        await file.Content.WriteAsync(manifest, cancellationToken);
        var footer = PackFooter.OfSidecar(assetsSize, (ulong)manifest.Length, Crc32.Append(checksum, manifest));
        await file.Content.WriteAsync(footer.Encode(), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        file.Publish();
    }
}
