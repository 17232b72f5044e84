namespace SmolVM.Packs;

/// <summary>A <c>.smolmachine</c> file, of this library or of the <c>smolvm</c> program.</summary>
public static class SmolMachineFile
{
    /// <summary>
    /// Reads what a pack says about itself. The whole file is read once, since its length, footer and checksum are checked first.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="PackException">There is no such file, it is not a pack, or it is damaged.</exception>
    public static async Task<PackManifest> ReadManifestAsync(string path, CancellationToken cancellationToken = default)
    {
        await using var pack = await PackReader.OpenAsync(path, cancellationToken);
        return pack.Manifest;
    }
}
