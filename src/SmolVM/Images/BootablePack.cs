using System.Runtime.InteropServices;
using SmolVM.Packs;

namespace SmolVM.Images;

/// <summary>Which packs a machine can be made of here. All can be inspected.</summary>
internal static class BootablePack
{
    /// <exception cref="ImageException">It is of a disk, of nothing, or for another platform.</exception>
    public static void Ensure(string path, PackManifest manifest)
    {
        if (manifest.Mode != "container")
            throw new ImageException(
                $"The pack '{path}' has the mode '{manifest.Mode}': it holds the disk of a machine of the smolvm program, whose layout is "
                + "not documented. Boot it with that program, or pack a machine that was made of an image.");
        if (manifest.Assets.Layers.Count == 0)
            throw new ImageException($"The pack '{path}' has no layer, so there is nothing to boot. Make it again.");
        EnsurePlatform(path, manifest, RuntimeInformation.OSArchitecture);
    }

    /// <exception cref="ImageException">It is for another platform than the guests of a host with this architecture.</exception>
    public static void EnsurePlatform(string path, PackManifest manifest, Architecture host)
    {
        var wanted = GuestPlatform.Of(host);
        if (manifest.Platform != wanted)
            throw new ImageException(
                $"The pack '{path}' is for '{manifest.Platform}', and machines here are '{wanted}'. Take one that was made for '{wanted}'.");
    }
}
