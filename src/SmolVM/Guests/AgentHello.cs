using System.Buffers.Binary;
using System.Text;

namespace SmolVM.Guests;

/// <summary>What the agent says of itself and its machine when a session begins.</summary>
/// <param name="Version">The protocol that it speaks.</param>
/// <param name="Token">The host's random token, given back.</param>
/// <param name="Uptime">Since the guest's kernel started.</param>
/// <param name="KernelRelease">What <c>uname -r</c> says.</param>
/// <param name="BootPhases"><c>name=milliseconds</c> of uptime for each phase of the boot, with commas between.</param>
internal sealed record AgentHello(uint Version, Guid Token, TimeSpan Uptime, string KernelRelease, string BootPhases)
{
    public const uint ProtocolVersion = 2;

    const int TokenSize = 16;
    const int FixedSize = 28;

    public static byte[] Request(Guid token)
    {
        var payload = new byte[4 + TokenSize];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, ProtocolVersion);
        token.TryWriteBytes(payload.AsSpan(4));
        return payload;
    }

    /// <summary>Null: too short to be one.</summary>
    public static AgentHello? Decode(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < FixedSize)
            return null;
        var texts = Encoding.UTF8.GetString(payload[FixedSize..]).Split('\0');
        return new(
            BinaryPrimitives.ReadUInt32LittleEndian(payload),
            new Guid(payload.Slice(4, TokenSize)),
            TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt64LittleEndian(payload[20..]) % int.MaxValue),
            texts[0],
            texts.Length > 1 ? texts[1] : "");
    }
}
