namespace SmolVM.Packs.Tar;

/// <summary>Numbers of a tar header: octal text, or base 256 with the first bit set where that is too short.</summary>
internal static class TarNumber
{
    /// <exception cref="InvalidDataException">The field has something else.</exception>
    public static long Read(ReadOnlySpan<byte> field)
    {
        if (field[0] is 0x80 or 0xFF)
            return ReadBinary(field);
        var digits = field.TrimStart((byte)' ');
        var value = 0L;
        while (!digits.IsEmpty && digits[0] is >= (byte)'0' and <= (byte)'7')
        {
            value = (value << 3) | (uint)(digits[0] - '0');
            digits = digits[1..];
        }
        return !digits.ContainsAnyExcept((byte)' ', (byte)0)
            ? value
            : throw new InvalidDataException("a header has a field that is not a number");
    }

    public static void Write(Span<byte> field, long value)
    {
        var digits = field.Length - 1;
        if (value >= 0 && value >> (3 * digits) == 0)
        {
            for (var i = digits - 1; i >= 0; i--, value >>= 3)
                field[i] = (byte)('0' + (value & 7));
            field[digits] = 0;
            return;
        }
        field[0] = (byte)(value < 0 ? 0xFF : 0x80);
        for (var i = field.Length - 1; i > 0; i--, value >>= 8)
            field[i] = (byte)value;
    }

    static long ReadBinary(ReadOnlySpan<byte> field)
    {
        var sign = field[0] == 0xFF ? (byte)0xFF : (byte)0;
        var head = field[1..^Math.Min(8, field.Length - 1)];
        if (head.ContainsAnyExcept(sign))
            throw new InvalidDataException("a header has a number of more than 64 bits");
        var value = sign == 0 ? 0L : -1L;
        foreach (var part in field[(1 + head.Length)..])
            value = (value << 8) | part;
        return value < 0 == (sign != 0) ? value : throw new InvalidDataException("a header has a number of more than 64 bits");
    }
}
