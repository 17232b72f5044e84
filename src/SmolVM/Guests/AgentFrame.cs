using System.Buffers.Binary;

namespace SmolVM.Guests;

/// <summary>A frame of the agent's protocol, and its place in bytes: pure functions.</summary>
/// <param name="Op">What it says.</param>
/// <param name="Flags">Bits of the op.</param>
/// <param name="Stream">The program or the request that it belongs to; 0 for none.</param>
/// <param name="Payload">At most <see cref="MaxPayload"/> bytes.</param>
internal readonly record struct AgentFrame(AgentOp Op, AgentFlags Flags, uint Stream, ReadOnlyMemory<byte> Payload)
{
    public const int HeaderSize = 16;
    public const int MaxPayload = 64 * 1024;
    public const int MaxSize = HeaderSize + MaxPayload;

    public AgentFrame(AgentOp op, uint stream) : this(op, AgentFlags.None, stream, ReadOnlyMemory<byte>.Empty)
    {
    }

    static ReadOnlySpan<byte> Magic => [0xF5, (byte)'S', (byte)'M', (byte)'V'];

    public int Size => HeaderSize + Payload.Length;

    /// <summary>A request as frames: more than one, of which all but the last say so, where the payload is large.</summary>
    public static IReadOnlyList<AgentFrame> Split(AgentOp op, AgentFlags flags, uint stream, ReadOnlyMemory<byte> payload)
    {
        var frames = new List<AgentFrame>();
        do
        {
            var part = payload[..Math.Min(MaxPayload, payload.Length)];
            payload = payload[part.Length..];
            frames.Add(new(op, payload.IsEmpty ? flags : flags | AgentFlags.More, stream, part));
        }
        while (!payload.IsEmpty);
        return frames;
    }

    /// <summary>Writes the frame; the target has <see cref="Size"/> bytes or more.</summary>
    public void Encode(Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Payload.Length, MaxPayload);
        Magic.CopyTo(target);
        target[4] = (byte)Op;
        target[5] = (byte)Flags;
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Stream);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], Payload.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(target[6..], Check(target));
        Payload.Span.CopyTo(target[HeaderSize..]);
    }

    /// <summary>
    /// Looks for the first frame. <paramref name="consumed"/> is what can be dropped: the garbage, and the frame where there is one.
    /// The payload is a part of <paramref name="bytes"/>.
    /// </summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, out AgentFrame frame, out int consumed)
    {
        frame = default;
        consumed = Garbage(bytes.Span);
        var rest = bytes[consumed..];
        if (rest.Length < HeaderSize)
            return false;
        var header = rest.Span;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        if (rest.Length < HeaderSize + length)
            return false;
        var stream = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        frame = new((AgentOp)header[4], (AgentFlags)header[5], stream, rest.Slice(HeaderSize, length));
        consumed += frame.Size;
        return true;
    }

    /// <summary>How many bytes at the front belong to no frame: what follows is a header, or may become one.</summary>
    static int Garbage(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && !MayBegin(bytes[at..]))
        {
            var next = bytes[(at + 1)..].IndexOf(Magic[0]);
            at = next < 0 ? bytes.Length : at + 1 + next;
        }
        return at;
    }

    static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize)
            return bytes.StartsWith(Magic[..Math.Min(Magic.Length, bytes.Length)]);
        return bytes.StartsWith(Magic)
            && BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) == Check(bytes)
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) <= MaxPayload;
    }

    /// <summary>Fletcher-16 over the header without the check itself.</summary>
    static ushort Check(ReadOnlySpan<byte> header)
    {
        var (a, b) = (0, 0);
        for (var i = 0; i < HeaderSize; i++)
        {
            if (i is 6 or 7)
                continue;
            a += header[i];
            b += a;
        }
        return (ushort)(a % 255 | b % 255 << 8);
    }
}
