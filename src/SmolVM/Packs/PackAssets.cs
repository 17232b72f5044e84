using System.Text.Json.Serialization;

namespace SmolVM.Packs;

/// <summary>The files inside a pack. Sizes are uncompressed.</summary>
public sealed record PackAssets
{
    /// <summary>Libraries of the <c>smolvm</c> program; empty in packs of this library.</summary>
    [JsonPropertyName("libraries")]
    public required IReadOnlyList<PackAsset> Libraries { get; init; }

    /// <summary>The root file system of the <c>smolvm</c> program's agent; an empty tar in packs of this library.</summary>
    [JsonPropertyName("agent_rootfs")]
    public required PackAsset AgentRootfs { get; init; }

    /// <summary>The layers of the file system, bottom first.</summary>
    [JsonPropertyName("layers")]
    public required IReadOnlyList<PackLayer> Layers { get; init; }

    /// <summary>The storage disk, or null.</summary>
    [JsonPropertyName("storage_template"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PackAsset? StorageTemplate { get; init; }

    /// <summary>The size in bytes to which the storage disk is extended, or null.</summary>
    [JsonPropertyName("storage_logical_size"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? StorageLogicalSize { get; init; }

    /// <summary>The disk with the machine's root in <c>vm</c> mode, or null.</summary>
    [JsonPropertyName("overlay_template"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PackAsset? OverlayTemplate { get; init; }

    /// <summary>The size in bytes to which that disk is extended, or null.</summary>
    [JsonPropertyName("overlay_logical_size"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? OverlayLogicalSize { get; init; }
}

/// <summary>A file inside a pack.</summary>
/// <param name="Path">Its path in the pack.</param>
/// <param name="Size">Its bytes, uncompressed.</param>
public sealed record PackAsset([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("size")] ulong Size);

/// <summary>A layer of a pack's file system: a tar.</summary>
/// <param name="Digest"><c>sha256:…</c>; in packs of this library that of the tar.</param>
/// <param name="Path">Its path in the pack.</param>
/// <param name="Size">Its bytes, uncompressed.</param>
public sealed record PackLayer(
    [property: JsonPropertyName("digest")] string Digest,
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("size")] ulong Size);
