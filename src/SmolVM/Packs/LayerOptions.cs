namespace SmolVM.Packs;

/// <summary>How a layer is made from what the guest sends.</summary>
internal sealed record LayerOptions
{
    /// <summary>Full guest paths that are left out with all below them, such as the targets of mounts.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Later times become this one; none does when null.</summary>
    public DateTimeOffset? LatestTime { get; init; }
}
