using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Tests.Guests;

/// <summary>What no host would send: random bytes, random frames, and good frames that were changed.</summary>
static class AgentNoise
{
    static readonly byte[][] Good =
    [
        AgentPeer.Exec(1, "true"), AgentPeer.Exec(2, "cat"), AgentPeer.Exec(3, "no-such-program"),
        AgentPeer.Bytes(AgentOp.StandardInput, 2, new byte[300]), AgentPeer.Bytes(AgentOp.Window, 2, 255, 255, 255, 255),
        AgentPeer.Bytes(AgentOp.Signal, 2, 0, 0, 0, 0), AgentPeer.Bytes(AgentOp.Resize, 2, 1, 0, 1, 0), AgentPeer.Bytes(AgentOp.Close, 2),
        AgentPeer.Bytes(AgentOp.Ping, 4), AgentPeer.Bytes(AgentOp.Wake, 5, Wake()), AgentPeer.Bytes(AgentOp.Unmount, 5),
        AgentPeer.Bytes(AgentOp.Listen, 4, [.. "/tmp/smolvm-noise"u8]), AgentPeer.Bytes(AgentOp.Accept, 5, 4, 0, 0, 0),
        AgentPeer.Bytes(AgentOp.StandardInput, 5, new byte[300]), AgentPeer.Bytes(AgentOp.Close, 4), AgentPeer.Bytes(AgentOp.Close, 5),
    ];

    static byte[] Wake() => new WakeRequest
    {
        Identity = Guid.Empty,
        Time = DateTimeOffset.UnixEpoch,
        HostName = "name",
        Environment = new Dictionary<string, string> { ["A"] = "1" },
        Mounts = [new(new WorkspaceMount("/usr"), "workspace0")],
    }.Encode();

    public static byte[] Next(Random random) => random.Next(4) switch
    {
        0 => Bytes(random, random.Next(200)),
        1 => AgentPeer.Bytes(RandomFrame(random)),
        2 => Mutated(random, Good[random.Next(Good.Length)]),
        _ => Good[random.Next(Good.Length)],
    };

    static AgentFrame RandomFrame(Random random) =>
        new(Op(random), (AgentFlags)random.Next(256), (uint)random.Next(6), Bytes(random, random.Next(200)));

    // Any op but those that would end the agent.
    static AgentOp Op(Random random) => (AgentOp)random.Next(256) is var op && op == AgentOp.PowerOff ? AgentOp.Ping : op;

    static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    static byte[] Mutated(Random random, byte[] good)
    {
        var bytes = good.ToArray();
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes[..random.Next(bytes.Length + 1)];
    }
}
