using SmolVM.Guests;
using SmolVM.Qemu;
using SmolVM.Tests.Guests;

namespace SmolVM.Tests.Qemu;

/// <summary>QEMU and the agent are played: a guest that does not come up from its reset cannot be had at will.</summary>
public sealed class GuestResetTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_guest_that_does_not_come_up_is_reset_once_more()
    {
        await using var qemu = await QmpPeer.StartAsync();
        var (stream, agent) = await AgentPeer.PairAsync();
        await using var _ = agent;

        var back = GuestReset.BootedAsync(qemu.Client, stream, Patience / 3, Patience, progress: null, Token);
        await qemu.AnswerAsync("set-action");
        await qemu.AnswerAsync("stop");
        await qemu.AnswerAsync("system_reset", "RESET");
        await qemu.AnswerAsync("cont");
        await agent.AnswerAsync();
        await qemu.AnswerAsync("set-action");

        await using var channel = await back;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_guest_that_never_comes_up_is_lost()
    {
        await using var qemu = await QmpPeer.StartAsync();
        var (stream, agent) = await AgentPeer.PairAsync();
        await using var _ = agent;

        var back = GuestReset.BootedAsync(qemu.Client, stream, Patience / 8, Patience / 4, progress: null, Token);
        await qemu.AnswerAsync("set-action");
        await qemu.AnswerAsync("stop");
        await qemu.AnswerAsync("system_reset", "RESET");
        await qemu.AnswerAsync("cont");

        Assert.Contains("did not answer HELLO", (await Assert.ThrowsAsync<GuestLostException>(() => back)).Message, StringComparison.Ordinal);
    }
}
