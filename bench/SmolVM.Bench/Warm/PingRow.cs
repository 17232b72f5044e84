using SmolVM.Qemu;

namespace SmolVM.Bench.Warm;

/// <summary>A question to the agent and its answer.</summary>
sealed class PingRow(WarmGround ground) : WarmRow
{
    const int Pings = 100;

    readonly Series ping = new("agent round trip", "ms", Wanted.AtMost(1));

    public override IEnumerable<WarmLine> Lines => ping.Lines;

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        var agent = ((QemuMachine)(await ground.RunningAsync(cancellationToken)).Backend).Agent;
        await agent.PingAsync(cancellationToken);
        for (var i = 0; i < Pings; i++)
            await ping.TimeAsync(() => agent.PingAsync(cancellationToken));
    }
}
