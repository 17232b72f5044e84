namespace SmolVM.Packs.Tar;

/// <summary>A header block: 512 bytes.</summary>
internal static class TarHeader
{
    public const int BlockSize = 512;
    const int NameSize = 100;
    const int LongNameLimit = 64 * 1024;

    static ReadOnlySpan<byte> GnuMagic => "ustar  \0"u8;
    static ReadOnlySpan<byte> UstarMagic => "ustar\0"u8;

    public static long Padding(long size) => -size & (BlockSize - 1);

    /// <summary>The header of a member, in GNU's format, after the records that its long names need.</summary>
    public static byte[] Encode(TarMember member)
    {
        var name = TarName.ToBytes(member.Name);
        var target = TarName.ToBytes(member.Target);
        return [
            .. target.Length > NameSize ? LongName('K', target) : [],
            .. name.Length > NameSize ? LongName('L', name) : [],
            .. Block(member, (byte)member.Kind, name, target)];
    }

    /// <exception cref="InvalidDataException">It is not a header.</exception>
    public static TarMember Decode(ReadOnlySpan<byte> block)
    {
        if (TarNumber.Read(block.Slice(148, 8)) != Checksum(block))
            throw new InvalidDataException("a header has a wrong checksum");
        var name = Text(block[..NameSize]);
        var size = TarNumber.Read(block.Slice(124, 12));
        // Only POSIX headers have a prefix; GNU keeps other things at its place.
        if (block[257..].StartsWith(UstarMagic) && Text(block.Slice(345, 155)) is { Length: > 0 } prefix)
            name = prefix + "/" + name;
        return new TarMember(block[156] is 0 or (byte)'7' ? TarKind.File : (TarKind)block[156], name)
        {
            Target = Text(block.Slice(157, NameSize)),
            Mode = (int)(TarNumber.Read(block.Slice(100, 8)) & 0xFFF),
            UserId = TarNumber.Read(block.Slice(108, 8)),
            GroupId = TarNumber.Read(block.Slice(116, 8)),
            Size = size >= 0 ? size : throw new InvalidDataException("a member has a negative size"),
            ModifiedAt = TarNumber.Read(block.Slice(136, 12)),
            DeviceMajor = TarNumber.Read(block.Slice(329, 8)),
            DeviceMinor = TarNumber.Read(block.Slice(337, 8)),
        };
    }

    public static string Text(ReadOnlySpan<byte> field) =>
        TarName.FromBytes(field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field);

    static byte[] LongName(char flag, byte[] name)
    {
        if (name.Length >= LongNameLimit)
            throw new InvalidDataException($"a name has {name.Length} bytes");
        var record = new TarMember((TarKind)flag, "././@LongLink") { Size = name.Length + 1 };
        var size = name.Length + 1;
        var data = new byte[size + Padding(size)];
        name.CopyTo(data, 0);
        return [.. Block(record, (byte)flag, TarName.ToBytes(record.Name), []), .. data];
    }

    static byte[] Block(TarMember member, byte flag, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        var block = new byte[BlockSize];
        name[..Math.Min(name.Length, NameSize)].CopyTo(block);
        TarNumber.Write(block.AsSpan(100, 8), member.Mode);
        TarNumber.Write(block.AsSpan(108, 8), member.UserId);
        TarNumber.Write(block.AsSpan(116, 8), member.GroupId);
        TarNumber.Write(block.AsSpan(124, 12), member.Size);
        TarNumber.Write(block.AsSpan(136, 12), member.ModifiedAt);
        block[156] = flag;
        target[..Math.Min(target.Length, NameSize)].CopyTo(block.AsSpan(157));
        GnuMagic.CopyTo(block.AsSpan(257));
        if (member.Kind is TarKind.CharacterDevice or TarKind.BlockDevice)
        {
            TarNumber.Write(block.AsSpan(329, 8), member.DeviceMajor);
            TarNumber.Write(block.AsSpan(337, 8), member.DeviceMinor);
        }
        TarNumber.Write(block.AsSpan(148, 7), Checksum(block));
        block[155] = (byte)' ';
        return block;
    }

    // The field itself counts as eight spaces.
    static long Checksum(ReadOnlySpan<byte> block)
    {
        var sum = 8L * ' ';
        for (var i = 0; i < BlockSize; i++)
            sum += i is >= 148 and < 156 ? 0 : block[i];
        return sum;
    }
}
