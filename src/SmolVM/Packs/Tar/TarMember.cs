namespace SmolVM.Packs.Tar;

/// <summary>
/// A member of a tar. Not System.Formats.Tar's entry: that replaces bytes of a name that are not UTF-8, and throws at sparse files.
/// Names are therefore bytes here, one char (0 to 255) each, which also sort as bytes; see <see cref="TarName"/>.
/// </summary>
internal sealed record TarMember(TarKind Kind, string Name)
{
    /// <summary>What a link points at.</summary>
    public string Target { get; init; } = "";

    /// <summary>Permission bits, with set-id and sticky bits.</summary>
    public int Mode { get; init; }

    public long UserId { get; init; }

    public long GroupId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long ModifiedAt { get; init; }

    /// <summary>The bytes in the archive; of a sparse file without its holes.</summary>
    public long Size { get; init; }

    public long DeviceMajor { get; init; }

    public long DeviceMinor { get; init; }

    /// <summary>Where the parts of a sparse file go; null for all others.</summary>
    public SparseMap? Sparse { get; init; }

    /// <summary>Where the bytes begin in the stream that the member was read from.</summary>
    public long DataOffset { get; init; }
}
