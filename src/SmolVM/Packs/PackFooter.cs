using System.Buffers.Binary;

namespace SmolVM.Packs;

/// <summary>The last 64 bytes of a pack, all numbers little-endian. The checksum does not cover them, so each field is checked.</summary>
internal sealed record PackFooter(
    uint Version, ulong StubSize, ulong AssetsOffset, ulong AssetsSize, ulong ManifestOffset, ulong ManifestSize, uint Checksum)
{
    public const int Size = 64;
    public const uint WrittenVersion = 1;
    public const ulong LargestManifest = 16 * 1024 * 1024;

    static ReadOnlySpan<byte> Magic => "SMOLPACK"u8;

    /// <summary>The footer of a file that is nothing but a pack.</summary>
    public static PackFooter OfSidecar(ulong assetsSize, ulong manifestSize, uint checksum) =>
        new(WrittenVersion, 0, 0, assetsSize, assetsSize, manifestSize, checksum);

    public byte[] Encode()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(12), StubSize);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(20), AssetsOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(28), AssetsSize);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(36), ManifestOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(44), ManifestSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(52), Checksum);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are not a footer; the message is a clause without a full stop.</exception>
    public static PackFooter Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || !bytes.StartsWith(Magic))
            throw new InvalidDataException("its last 64 bytes do not begin with SMOLPACK, so it is not a pack or its end is missing");
        var footer = new PackFooter(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[28..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[36..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[44..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[52..]));
        if (footer.Version is < 1 or > 3)
            throw new InvalidDataException($"its format has version {footer.Version}, and versions 1 to 3 can be read");
        if (bytes[56..].ContainsAnyExcept((byte)0))
            throw new InvalidDataException("the reserved bytes of its footer are not zero");
        return footer;
    }

    /// <exception cref="InvalidDataException">The sizes and offsets do not add up to a file of this length.</exception>
    public void EnsureFits(ulong fileLength)
    {
        if (ManifestSize > LargestManifest)
            throw new InvalidDataException($"its manifest has {ManifestSize} bytes, and at most {LargestManifest} are read");
        // Four terms below 2^64 in 128 bits: the sum of a hostile footer cannot wrap around.
        var length = (UInt128)AssetsOffset + AssetsSize + ManifestSize + Size;
        if (length != fileLength)
            throw new InvalidDataException($"its footer describes {length} bytes, and it has {fileLength}");
        if (ManifestOffset != AssetsOffset + AssetsSize)
            throw new InvalidDataException($"its manifest is at {ManifestOffset}, and its assets end at {AssetsOffset + AssetsSize}");
        if (StubSize > AssetsOffset)
            throw new InvalidDataException($"its stub has {StubSize} bytes, and its assets begin at {AssetsOffset}");
    }
}
