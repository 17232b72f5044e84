using System.Buffers.Binary;

namespace SmolVM.Packs;

/// <summary>CRC-32/ISO-HDLC, the one of zlib, eight bytes a step: a pack has gigabytes and is checked each time it is opened.</summary>
internal static class Crc32
{
    static readonly uint[][] Tables = MakeTables();

    /// <summary>The checksum of what <paramref name="crc"/> is the checksum of (0: nothing), followed by <paramref name="data"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        for (; data.Length >= 8; data = data[8..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24]
                ^ Tables[3][(byte)high] ^ Tables[2][(byte)(high >> 8)] ^ Tables[1][(byte)(high >> 16)] ^ Tables[0][high >> 24];
        }
        foreach (var value in data)
            crc = (crc >> 8) ^ Tables[0][(byte)(crc ^ value)];
        return ~crc;
    }

    static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var table = 0; table < 8; table++)
        {
            tables[table] = new uint[256];
            for (var i = 0u; i < 256; i++)
                tables[table][i] = table == 0 ? Shift(i) : (tables[table - 1][i] >> 8) ^ tables[0][(byte)tables[table - 1][i]];
        }
        return tables;
    }

    static uint Shift(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
