using System.Buffers.Binary;

namespace SmolVM.Guests;

/// <summary>Back-pressure: how many bytes a stream of one program may have on the way in one direction.</summary>
internal static class AgentWindow
{
    public const int Size = 256 * 1024;

    /// <summary>Credit is given back in steps, so that small reads do not each cost a frame.</summary>
    public const int Step = Size / 4;

    /// <summary>The payload that gives credit back.</summary>
    public static byte[] Credit(int count)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(payload, count);
        return payload;
    }

    /// <summary>What such a payload gives, which is never more than a whole window.</summary>
    public static int Credit(ReadOnlySpan<byte> payload) => (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(payload), Size);
}
