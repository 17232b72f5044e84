using System.Net.Sockets;
using System.Text;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Tests.Guests;

/// <summary>
/// How a machine is woken, seen from the host. The answers are written by hand, since the agent gives them in machines only.
/// </summary>
public sealed class AgentWakeTests : IAsyncLifetime
{
    const int Busy = 16;
    const int NoDevice = 19;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    static readonly WakeRequest Wake = new()
    {
        Identity = Guid.NewGuid(),
        Time = DateTimeOffset.UnixEpoch.AddYears(40),
        HostName = "woken",
        Mounts = MountList.Tagged([new("/usr", "/w/inner"), new("/usr", "/w")]),
    };

    NetworkStream stream = null!;
    AgentPeer agent = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (stream, agent) = await AgentPeer.PairAsync();

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await stream.DisposeAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_session_and_a_wake_cost_one_round_trip()
    {
        var opening = AgentChannel.OpenAsync(stream, Wake, Deadline, Token);
        var hello = await agent.ReadAnyAsync();
        var wake = await agent.ReadAnyAsync();
        await agent.AnswerAsync(hello);
        await agent.SendAsync(AgentOp.Done, wake.Stream, [.. "clock=1"u8]);
        var (channel, timings) = await opening;
        await channel.DisposeAsync();

        Assert.Equal((AgentOp.Hello, AgentOp.Wake, "clock=1"), (hello.Op, wake.Op, timings));
        Assert.Equal(Wake.Encode(), wake.Payload.ToArray());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wake_behind_a_hello_that_was_lost_is_sent_again_with_the_time_that_it_is_then()
    {
        var opening = AgentChannel.OpenAsync(stream, Wake, Deadline, Token);
        await agent.ReadAsync(AgentOp.Wake);
        await agent.AnswerAsync();
        var wake = (await agent.ReadAsync(AgentOp.Wake))!.Value;
        await agent.SendAsync(AgentOp.Done, wake.Stream, [.. "clock=2"u8]);
        var (channel, timings) = await opening;
        await channel.DisposeAsync();

        Assert.Equal("clock=2", timings);
        Assert.InRange(WakeDecoder.Decode(wake.Payload.ToArray()).Time - Wake.Time, TimeSpan.FromSeconds(0.9), Deadline);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wake_larger_than_a_frame_goes_on_in_the_next()
    {
        var large = Wake with { Environment = new Dictionary<string, string> { ["LARGE"] = new('x', 100_000) } };
        var opening = AgentChannel.OpenAsync(stream, large, Deadline, Token);
        var hello = await agent.ReadAnyAsync();
        var first = await agent.ReadAnyAsync();
        var second = await agent.ReadAnyAsync();
        await agent.AnswerAsync(hello);
        await agent.SendAsync(AgentOp.Done, second.Stream);
        await (await opening).Channel.DisposeAsync();

        Assert.Equal((AgentFlags.More, AgentFlags.None, first.Stream), (first.Flags, second.Flags, second.Stream));
        Assert.Equal(large.Encode().AsSpan(), [.. first.Payload.ToArray(), .. second.Payload.ToArray()]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wake_that_is_not_answered_fails_at_its_deadline()
    {
        var opening = AgentChannel.OpenAsync(stream, Wake, TimeSpan.FromMilliseconds(500), Token);
        await agent.AnswerAsync();

        var lost = await Assert.ThrowsAsync<GuestLostException>(() => opening);
        Assert.Equal("The guest's agent took longer than 0.5 s to wake the machine. The machine may hang.", lost.Message);
        Assert.False(stream.CanRead);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_mount_that_failed_is_named_by_its_position_in_mount_order()
    {
        var error = await Assert.ThrowsAsync<MountException>(() => WakeAsync(Busy, "mounts: 1: 9p: /w/inner: odd: Device busy"));

        Assert.Equal(
            "Failed to mount workspace 'workspace0' at /w/inner, and nothing is mounted now: 9p: /w/inner: odd: Device busy",
            error.Message);
        Assert.Equal(ErrorCodes.MountFailed, error.Code);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_kernel_that_lacks_a_file_system_is_told_what_it_needs()
    {
        var error = await Assert.ThrowsAsync<MountException>(() => WakeAsync(NoDevice, "mounts: 0: overlay: /w: No such device"));

        Assert.Equal(
            "Failed to mount workspace 'workspace1' at /w: the guest's kernel does not support 9p or overlay filesystem "
            + "(overlay: /w: No such device). It needs CONFIG_NET_9P, CONFIG_NET_9P_VIRTIO, CONFIG_9P_FS, CONFIG_OVERLAY_FS.",
            error.Message);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("clock: set: Operation not permitted")]
    [InlineData("mounts: 2: 9p: /w: No such device")]
    public async Task What_is_about_no_mount_of_ours_is_told_as_it_is(string text)
    {
        var error = await Assert.ThrowsAsync<GuestExecException>(() => WakeAsync(1, text));

        Assert.Equal($"The guest's agent could not wake the machine: {text}.", error.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_keeps_a_mount_busy_is_told()
    {
        var error = await Assert.ThrowsAsync<MountException>(
            () => AskAsync(AgentOp.Unmount, channel => channel.UnmountAsync(Deadline, Token), Busy, "'/w' is busy: process 1"));

        Assert.Equal("The workspaces cannot be unmounted: '/w' is busy: process 1. End that, or let it go elsewhere.", error.Message);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_machine_that_is_frozen_may_be_told_to_forget_what_it_has_read(bool dropCaches, byte expected)
    {
        await using var channel = await OpenAsync();
        var freezing = channel.FreezeAsync(dropCaches, Deadline, Token);
        var request = (await agent.ReadAsync(AgentOp.Freeze))!.Value;
        await agent.SendAsync(AgentOp.Done, request.Stream);
        await freezing;

        Assert.Equal([expected], request.Payload.ToArray());
    }

    Task WakeAsync(int error, string text) => AskAsync(AgentOp.Wake, channel => channel.WakeAsync(Wake, Deadline, Token), error, text);

    async Task AskAsync(AgentOp op, Func<AgentChannel, Task> ask, int error, string text)
    {
        await using var channel = await OpenAsync();
        var asking = ask(channel);
        var request = (await agent.ReadAsync(op))!.Value;
        await agent.SendAsync(AgentOp.Error, request.Stream, [.. BitConverter.GetBytes(error), .. Encoding.UTF8.GetBytes(text)]);
        await asking;
    }

    async Task<AgentChannel> OpenAsync()
    {
        var opening = AgentChannel.OpenAsync(stream, Deadline, Token);
        await agent.AnswerAsync();
        return await opening;
    }
}
