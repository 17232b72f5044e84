namespace SmolVM.Packs;

/// <summary>A layer on disk: the tar of a whole root file system.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 hex digits.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record LayerFile(string Path, string Sha256, long Size)
{
    public string Digest => "sha256:" + Sha256;
}
