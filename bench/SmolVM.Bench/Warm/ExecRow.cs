using SmolVM.Guests;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Bench.Warm;

/// <summary>One program on a running machine, over the agent and over an SSH connection that is open.</summary>
sealed class ExecRow(WarmGround ground) : WarmRow
{
    const int OverAgent = 40;
    const int OverSsh = 10;

    readonly Series agent = new("exec of /bin/true on a running machine", "ms", Wanted.AtMost(12));
    readonly Series multiplexed = new("the same over multiplexed SSH", "ms");

    public override IEnumerable<WarmLine> Lines =>
        [.. agent.Lines, .. multiplexed.Lines, .. WarmLine.Ratio("agent against SSH", multiplexed, agent, Wanted.AtLeast(3))];

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        var machine = (QemuMachine)(await ground.RunningAsync(cancellationToken)).Backend;
        await using var ssh = new SshChannel(new CommandRunner(), machine.Ssh);
        // The first one opens the connection.
        await TrueAsync(ssh, cancellationToken);
        for (var i = 0; i < OverSsh; i++)
            await multiplexed.TimeAsync(() => TrueAsync(ssh, cancellationToken));
        await TrueAsync(machine.Channel, cancellationToken);
        for (var i = 0; i < OverAgent; i++)
            await agent.TimeAsync(() => TrueAsync(machine.Channel, cancellationToken));
    }

    static async Task TrueAsync(IGuestChannel channel, CancellationToken cancellationToken) =>
        (await channel.ExecAsync(WarmGround.True, null, cancellationToken)).EnsureSuccess();
}
