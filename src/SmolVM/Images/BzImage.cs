using System.Buffers.Binary;

namespace SmolVM.Images;

/// <summary>Where a bzImage keeps the compressed ELF kernel: <c>payload_offset</c> and its like of the boot protocol.</summary>
/// <param name="Offset">The first byte of the compressed stream in the file.</param>
/// <param name="Length">Its length.</param>
/// <param name="Compression">How it is compressed.</param>
/// <param name="PlainSize">The size of the ELF kernel.</param>
internal sealed record BzImage(long Offset, long Length, Compression Compression, long PlainSize)
{
    const int SetupSectors = 0x1f1;
    const int HeaderMagic = 0x202;
    const int Version = 0x206;
    const int PayloadOffset = 0x248;
    const int PayloadLength = 0x24c;
    const int HeaderEnd = 0x250;
    const int SizeLength = 4;

    /// <exception cref="ImageException">It is not a bzImage whose payload can be read.</exception>
    public static BzImage Parse(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < HeaderEnd || !file.Slice(HeaderMagic, 4).SequenceEqual("HdrS"u8))
            throw Unreadable(name, "it has no boot header");
        // Older protocols do not say where the payload is.
        if (BinaryPrimitives.ReadUInt16LittleEndian(file[Version..]) < 0x208)
            throw Unreadable(name, "its boot protocol is older than 2.08");
        // 0 means 4, for kernels of the last century and for nobody since.
        var sectors = file[SetupSectors] == 0 ? 4 : file[SetupSectors];
        var offset = (sectors + 1) * 512L + BinaryPrimitives.ReadUInt32LittleEndian(file[PayloadOffset..]);
        var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(file[PayloadLength..]);
        if (length < 2 * SizeLength || offset + length > file.Length)
            throw Unreadable(name, $"its payload ({length} bytes from {offset}) is not inside its {file.Length} bytes");
        var payload = file.Slice((int)offset, (int)length);
        var compression = Detect(payload)
            ?? throw Unreadable(name, $"its payload begins with {Convert.ToHexStringLower(payload[..6])}, which is no known compression");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(payload[^SizeLength..]);
        // gzip ends with the size by itself; to the others the kernel's build appends it.
        var streamLength = compression == Compression.Gzip ? length : length - SizeLength;
        return new BzImage(offset, streamLength, compression, size);
    }

    static Compression? Detect(ReadOnlySpan<byte> payload) => payload switch
    {
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => Compression.Xz,
        [0x02, 0x21, 0x4c, 0x18, ..] => Compression.Lz4,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Compression.Zstd,
        [0x1f, 0x8b, ..] => Compression.Gzip,
        _ => null,
    };

    static ImageException Unreadable(string name, string reason) =>
        new($"'{name}' is not a kernel that can be unpacked: {reason}. Report it with the kernel package's version.");
}
