using System.Buffers.Binary;
using System.Text;

namespace SmolVM.Tests.Packs;

/// <summary>A pack written byte by byte from the description of the format, independent of the code under test.</summary>
sealed record RawPack(byte[] Assets, string Manifest)
{
    public const string LayerName = "layers/00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff.tar";

    public const string MinimalManifest =
        """
        {
          "image": "alpine:3.22",
          "digest": "sha256:0011",
          "platform": "linux/amd64",
          "cpus": 4,
          "mem": 8192,
          "assets": { "libraries": [], "agent_rootfs": { "path": "agent-rootfs.tar", "size": 0 }, "layers": [] }
        }
        """;

    public string Magic { get; init; } = "SMOLPACK";
    public uint Version { get; init; } = 1;
    public byte[] Stub { get; init; } = [];
    public ulong StubSize { get; init; }
    public long AssetsOffsetError { get; init; }
    public long AssetsSizeError { get; init; }
    public long ManifestOffsetError { get; init; }
    public long ManifestSizeError { get; init; }
    public uint ChecksumError { get; init; }
    public byte Reserved { get; init; }
    public byte[] Trailer { get; init; } = [];

    /// <summary>With one layer, which the manifest names.</summary>
    public static RawPack WithLayer(byte[] layer) => new(
        Zstd(new RawTar().File("agent-rootfs.tar").Add('0', LayerName, content: layer).ToArray()),
        MinimalManifest.Replace("\"layers\": []", $$"""
            "layers": [ { "digest": "sha256:0011", "path": "{{LayerName}}", "size": {{layer.Length}} } ]
            """, StringComparison.Ordinal));

    public static RawPack OfAssets(byte[] tar) => new(Zstd(tar), MinimalManifest);

    public static RawPack OfManifest(string manifest) => new(Zstd(new RawTar().ToArray()), manifest);

    public byte[] ToArray()
    {
        byte[] manifest = Encoding.UTF8.GetBytes(Manifest);
        byte[] content = [.. Assets, .. manifest];
        var footer = new byte[64];
        Encoding.ASCII.GetBytes(Magic).CopyTo(footer, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(12), StubSize);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(20), Stub.Length + AssetsOffsetError);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(28), Assets.Length + AssetsSizeError);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(36), Stub.Length + Assets.Length + ManifestOffsetError);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(44), manifest.Length + ManifestSizeError);
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(52), Checksum(content) ^ ChecksumError);
        footer[63] = Reserved;
        return [.. Stub, .. content, .. footer, .. Trailer];
    }

    /// <summary>CRC-32/ISO-HDLC, bit by bit.</summary>
    public static uint Checksum(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }

    /// <summary>A zstd frame (RFC 8878) of blocks that are stored as they are, with a window of 1 MiB.</summary>
    public static byte[] Zstd(byte[] data)
    {
        var frame = new MemoryStream();
        frame.Write([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x50]);
        for (var at = 0; at <= data.Length; at += 100_000)
        {
            var size = Math.Min(100_000, data.Length - at);
            var header = (size << 3) | (at + 100_000 > data.Length ? 1 : 0);
            frame.Write([(byte)header, (byte)(header >> 8), (byte)(header >> 16)]);
            frame.Write(data, at, size);
        }
        return frame.ToArray();
    }
}
