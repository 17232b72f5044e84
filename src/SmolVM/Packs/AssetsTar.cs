using SmolVM.Packs.Tar;

namespace SmolVM.Packs;

/// <summary>The tar of a pack's files: the agent's root file system, which is empty, and the layer.</summary>
internal static class AssetsTar
{
    public const string AgentRootfs = "agent-rootfs.tar";

    /// <summary>A tar without members: two blocks of zeros.</summary>
    public const int EmptyTarSize = 2 * TarHeader.BlockSize;

    public static string LayerPath(LayerFile layer) => $"layers/{layer.Sha256}.tar";

    public static async Task WriteAsync(LayerFile layer, Stream destination, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(Header(AgentRootfs, EmptyTarSize), cancellationToken);
        await destination.WriteAsync(new byte[EmptyTarSize], cancellationToken);
        await destination.WriteAsync(Header(LayerPath(layer), layer.Size), cancellationToken);
        await using (var file = File.OpenRead(layer.Path))
        {
            if (file.Length != layer.Size)
                throw new InvalidDataException($"the layer has {file.Length} bytes, and had {layer.Size}");
            await file.CopyToAsync(destination, 128 * 1024, cancellationToken);
        }
        await destination.WriteAsync(new byte[TarHeader.Padding(layer.Size) + (2 * TarHeader.BlockSize)], cancellationToken);
    }

    static byte[] Header(string name, long size) =>
        TarHeader.Encode(new TarMember(TarKind.File, name) { Mode = 0b110_100_100, Size = size });
}
