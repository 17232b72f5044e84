using System.Buffers.Binary;
using System.Text;

namespace SmolVM.Tests.Guests;

/// <summary>Reads a WAKE as docs/agent-protocol.md describes it, which is how the agent does.</summary>
static class WakeDecoder
{
    public static Woken Decode(byte[] payload)
    {
        var entropy = Number(payload, 28);
        var variables = Number(payload, 32);
        var mounts = Number(payload, 36);
        var kinds = payload.AsSpan(40 + entropy, mounts).ToArray();
        var texts = Encoding.UTF8.GetString(payload.AsSpan(40 + entropy + mounts)).Split('\0');
        return new(
            Convert.ToHexStringLower(payload.AsSpan(0, 16)),
            DateTimeOffset.UnixEpoch.AddTicks(BinaryPrimitives.ReadInt64LittleEndian(payload.AsSpan(16)) / TimeSpan.NanosecondsPerTick),
            Number(payload, 24),
            payload[40..(40 + entropy)],
            texts[0],
            texts[1..(1 + variables)],
            [.. kinds.Select((kind, i) => new WokenMount(kind, texts[1 + variables + 2 * i], texts[2 + variables + 2 * i]))],
            Rest: texts[(1 + variables + 2 * mounts)..]);
    }

    static int Number(byte[] payload, int at) => BinaryPrimitives.ReadInt32LittleEndian(payload.AsSpan(at));
}

sealed record Woken(
    string Identity,
    DateTimeOffset Time,
    int Flags,
    byte[] Entropy,
    string HostName,
    string[] Variables,
    WokenMount[] Mounts,
    string[] Rest);

readonly record struct WokenMount(int Kind, string Tag, string Path);
