namespace SmolVM.Packs;

/// <summary>How a layer is made from what the guest sends.</summary>
internal sealed record LayerOptions
{
    /// <summary>
    /// Full guest paths of the machine's mounts. An empty directory there was made for the mount and is left out; what the image itself has below a
    /// mount stays.
    /// </summary>
    public IReadOnlyList<string> MountPoints { get; init; } = [];

    /// <summary>Later times become this one; none does when null.</summary>
    public DateTimeOffset? LatestTime { get; init; }
}
