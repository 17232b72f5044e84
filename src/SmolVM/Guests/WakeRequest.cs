using System.Buffers.Binary;
using System.Text;
using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>What a machine is told when it wakes, cold-booted or cloned: all that a frozen one must not hold.</summary>
internal sealed record WakeRequest
{
    /// <summary>The most randomness that the agent takes at once, in bytes.</summary>
    public const int MaxEntropy = 512;

    const int FixedSize = 40;
    const int OpenNetwork = 1;
    const byte Writable = 1;
    const byte Uncached = 2;

    /// <summary>The machine's, and nobody else's: what <c>/etc/machine-id</c> says in the guest.</summary>
    public required Guid Identity { get; init; }

    /// <summary>What the guest's wall clock is set to.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Randomness for the guest's kernel; at most <see cref="MaxEntropy"/> bytes, none by default.</summary>
    public ReadOnlyMemory<byte> Entropy { get; init; }

    public required string HostName { get; init; }

    /// <summary>Whether the guest has a way out and a server for names.</summary>
    public bool Network { get; init; }

    /// <summary>The machine's variables, for those who log in; programs of the host get theirs with their command.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>In the order in which they can be made: see <see cref="MountList.Tagged"/>.</summary>
    public IReadOnlyList<TaggedMount> Mounts { get; init; } = [];

    /// <summary>What the guest keeps of the directories below overlays.</summary>
    public MountCache Cache { get; init; } = MountCache.Loose;

    /// <summary>The same request as it has to be when that time has passed.</summary>
    public WakeRequest After(TimeSpan passed) => this with { Time = Time + passed };

    /// <summary>The payload of a WAKE: docs/agent-protocol.md.</summary>
    public byte[] Encode()
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Entropy.Length, MaxEntropy);
        string[] texts =
        [
            HostName,
            .. Environment.Select(variable => $"{variable.Key}={variable.Value}"),
            .. Mounts.SelectMany(mount => (string[])[mount.Tag, mount.Mount.GuestPath]),
        ];
        var payload = new byte[FixedSize + Entropy.Length + Mounts.Count + texts.Sum(text => Encoding.UTF8.GetByteCount(text) + 1)];
        Identity.TryWriteBytes(payload, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(16), GuestTime.Nanoseconds(Time));
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(24), Network ? OpenNetwork : 0);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(28), Entropy.Length);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(32), Environment.Count);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(36), Mounts.Count);
        Entropy.Span.CopyTo(payload.AsSpan(FixedSize));
        var at = FixedSize + Entropy.Length;
        foreach (var mount in Mounts)
            payload[at++] = mount.Mount.Writable ? Writable : Cache == MountCache.None ? Uncached : (byte)0;
        foreach (var text in texts)
            at += Encoding.UTF8.GetBytes(text, payload.AsSpan(at)) + 1;
        return payload;
    }
}
