namespace SmolVM.Packs.Tar;

/// <summary>A run of bytes of a sparse file that is not a hole.</summary>
internal readonly record struct SparsePart(long Offset, long Length);

/// <summary>Where the bytes of a sparse member go, and how long the file is with its holes.</summary>
internal sealed record SparseMap(IReadOnlyList<SparsePart> Parts, long FileSize)
{
    const int PartSize = 24;
    const int PartsInHeader = 4;
    const int PartsInExtension = 21;

    /// <summary>The parts in a header; <paramref name="extended"/> says whether a block with more of them follows.</summary>
    public static List<SparsePart> OfHeader(ReadOnlySpan<byte> header, out bool extended)
    {
        extended = header[482] != 0;
        return ReadParts(header[386..], PartsInHeader);
    }

    public static List<SparsePart> OfExtension(ReadOnlySpan<byte> block, out bool extended)
    {
        extended = block[504] != 0;
        return ReadParts(block, PartsInExtension);
    }

    public static long FileSizeOf(ReadOnlySpan<byte> header) => TarNumber.Read(header.Slice(483, 12));

    /// <exception cref="InvalidDataException">The parts overlap, or are not the member's bytes.</exception>
    public void EnsureAddsUpTo(long size)
    {
        var (end, sum) = (0L, 0L);
        foreach (var part in Parts)
        {
            if (part.Offset < end || part.Length < 0 || part.Length > FileSize - part.Offset)
                throw new InvalidDataException("a sparse member has parts that overlap or leave it");
            end = part.Offset + part.Length;
            sum += part.Length;
        }
        if (sum != size)
            throw new InvalidDataException($"a sparse member has parts of {sum} bytes, and {size} bytes");
    }

    static List<SparsePart> ReadParts(ReadOnlySpan<byte> at, int count)
    {
        var parts = new List<SparsePart>(count);
        for (var i = 0; i < count && at[i * PartSize] != 0; i++)
            parts.Add(new SparsePart(TarNumber.Read(at.Slice(i * PartSize, 12)), TarNumber.Read(at.Slice((i * PartSize) + 12, 12))));
        return parts;
    }
}
