namespace SmolVM.Packs;

/// <summary>What a pack was unpacked to.</summary>
/// <param name="Manifest">What it says about itself.</param>
/// <param name="Layers">The files of its layers, bottom first.</param>
internal sealed record ExtractedPack(PackManifest Manifest, IReadOnlyList<string> Layers);
