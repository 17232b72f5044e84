using System.Net.Sockets;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

/// <summary>What the host does with an agent that is silent, wrong, dead or hostile.</summary>
public sealed class AgentChannelTests : IAsyncLifetime
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

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
    public async Task The_session_begins_when_hello_is_answered()
    {
        await using var channel = await OpenAsync();

        Assert.Equal(("agent", "6.1.0-test", "init=1,ready=2"), (channel.Name, channel.Hello.KernelRelease, channel.Hello.BootPhases));
        Assert.Equal(TimeSpan.FromMilliseconds(1234), channel.Hello.Uptime);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_agent_that_does_not_answer_is_not_waited_for_longer_than_the_deadline()
    {
        var opening = AgentChannel.OpenAsync(stream, TimeSpan.FromMilliseconds(50), Token);

        var lost = await Assert.ThrowsAsync<GuestLostException>(() => opening);
        Assert.StartsWith("The guest's agent did not answer HELLO within 0.1 s.", lost.Message, StringComparison.Ordinal);
        Assert.False(stream.CanRead);
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellation_ends_the_wait_for_hello()
    {
        using var cancel = new CancellationTokenSource();
        var opening = AgentChannel.OpenAsync(stream, Deadline, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_agent_that_closes_before_hello_is_named_so()
    {
        var opening = AgentChannel.OpenAsync(stream, Deadline, Token);
        await agent.DisposeAsync();

        await AssertLostAsync("ended before it answered HELLO", opening);
    }

    [Fact(Timeout = 30_000)]
    public async Task Another_version_of_the_protocol_is_refused()
    {
        var opening = AgentChannel.OpenAsync(stream, Deadline, Token);
        await agent.AnswerAsync(version: 99);

        await AssertLostAsync("speaks version 99", opening);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_is_left_of_an_earlier_session_is_dropped()
    {
        await agent.SendAsync(AgentOp.StandardOutput, 1, 1, 2);
        await agent.SendAsync(AgentOp.Hello, 0, new byte[40]);
        await agent.SendAsync(0xF5, 1, 2);
        await using var channel = await OpenAsync();

        Assert.Equal("6.1.0-test", channel.Hello.KernelRelease);
    }

    [Fact(Timeout = 30_000)]
    public async Task Garbage_from_the_guest_is_skipped()
    {
        await using var channel = await OpenAsync();
        var ping = channel.PingAsync(Token);
        var id = (await agent.ReadAsync(AgentOp.Ping))!.Value.Stream;
        byte[] oversized = [0xF5, (byte)'S', (byte)'M', (byte)'V', 3, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 127];
        await agent.SendAsync([.. new byte[100_000], .. oversized, .. AgentPeer.Bytes(AgentOp.Pong, id)]);

        await ping;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_ping_that_is_not_answered_fails_at_its_deadline()
    {
        await using var channel = await OpenAsync();

        var lost = await Assert.ThrowsAsync<GuestLostException>(() => channel.PingAsync(TimeSpan.FromMilliseconds(50), Token));
        Assert.Contains("to answer a ping", lost.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_clock_is_sent_in_nanoseconds()
    {
        await using var channel = await OpenAsync();
        var setting = channel.SetTimeAsync(DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000.5), Token);
        var request = (await agent.ReadAsync(AgentOp.Time))!.Value;
        await agent.SendAsync(AgentOp.Done, request.Stream);
        await setting;

        Assert.Equal(1_700_000_000_500_000_000UL, BitConverter.ToUInt64(request.Payload.Span));
    }

    [Fact(Timeout = 30_000)]
    public async Task Randomness_is_sent_as_it_is()
    {
        await using var channel = await OpenAsync();
        var adding = channel.AddEntropyAsync(new byte[] { 1, 2, 3 }, Token);
        var request = (await agent.ReadAsync(AgentOp.Entropy))!.Value;
        await agent.SendAsync(AgentOp.Done, request.Stream);
        await adding;

        Assert.Equal([1, 2, 3], request.Payload.ToArray());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_request_that_the_agent_refuses_says_what_and_why()
    {
        await using var channel = await OpenAsync();
        var asking = channel.PowerOffAsync(Deadline, Token);
        var request = (await agent.ReadAsync(AgentOp.PowerOff))!.Value;
        await agent.SendAsync(AgentOp.Error, request.Stream, [1, 0, 0, 0, .. "Operation not permitted"u8]);
        var refused = await Assert.ThrowsAsync<GuestExecException>(() => asking);

        Assert.Equal("The guest's agent could not power off: Operation not permitted.", refused.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task All_that_waits_fails_when_the_guest_is_lost()
    {
        await using var channel = await OpenAsync();
        var starting = channel.StartAsync(new GuestCommand("sleep", "100"), Token);
        await agent.SendAsync(AgentOp.Started, (await agent.ReadAsync(AgentOp.Exec))!.Value.Stream, 1, 0, 0, 0);
        await using var process = await starting;
        var pending = channel.StartAsync(new GuestCommand("never"), Token);
        var waiting = process.WaitAsync(Token);
        var reading = AgentRun.ReadAsync(process.StandardOutput);
        var writing = process.StandardInput.WriteAsync(new byte[1_000_000], Token).AsTask();
        var ping = channel.PingAsync(Token);
        await agent.ReadAsync(AgentOp.Ping);
        await agent.DisposeAsync();

        await AssertLostAsync("while 'sleep 100' ran", waiting);
        await AssertLostAsync("while 'never' ran", pending);
        await AssertLostAsync("asked to answer a ping", ping);
        await Assert.ThrowsAsync<GuestLostException>(() => reading);
        await Assert.ThrowsAsync<GuestLostException>(() => writing);
        await Assert.ThrowsAsync<GuestLostException>(() => channel.StartAsync(new GuestCommand("true"), Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_that_came_before_the_guest_was_lost_can_be_read()
    {
        await using var channel = await OpenAsync();
        await using var process = await StartAsync(channel);
        await agent.SendAsync(AgentOp.StandardOutput, 1, (byte)'x');
        await agent.SendAsync(AgentPeer.Bytes(AgentOp.StandardOutput, 1, 1, 2)[..17]);
        await agent.DisposeAsync();
        var first = new byte[1];
        await process.StandardOutput.ReadExactlyAsync(first, Token);

        Assert.Equal((byte)'x', first[0]);
        await Assert.ThrowsAsync<GuestLostException>(async () => await process.StandardOutput.ReadExactlyAsync(first, Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_agent_that_sends_more_than_the_window_is_cut_off()
    {
        await using var channel = await OpenAsync();
        await using var process = await StartAsync(channel);
        for (var i = 0; i < 5; i++)
            await agent.SendAsync(AgentOp.StandardOutput, 1, new byte[AgentFrame.MaxPayload]);

        var lost = await Assert.ThrowsAsync<GuestLostException>(() => process.WaitAsync(Token));
        Assert.Contains("broke the protocol with StandardOutput of 65536 bytes", lost.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(nameof(AgentOp.Exit), 3)]
    [InlineData(nameof(AgentOp.Started), 5)]
    [InlineData(nameof(AgentOp.Window), 0)]
    [InlineData(nameof(AgentOp.Hello), 0)]
    public async Task A_malformed_frame_for_a_program_ends_the_session(string op, int length)
    {
        await using var channel = await OpenAsync();
        await using var process = await StartAsync(channel);
        await agent.SendAsync(Enum.Parse<AgentOp>(op), 1, new byte[length]);

        await Assert.ThrowsAsync<GuestLostException>(() => process.WaitAsync(Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Frames_that_nobody_waits_for_are_dropped()
    {
        await using var channel = await OpenAsync();
        foreach (var op in Enumerable.Range(0, 256))
            await agent.SendAsync((AgentOp)op, 1000, 1, 2, 3);
        var ping = channel.PingAsync(Token);
        await agent.SendAsync(AgentOp.Pong, (await agent.ReadAsync(AgentOp.Ping))!.Value.Stream);

        await ping;
    }

    [Fact(Timeout = 30_000)]
    public async Task Credit_is_given_as_output_is_read()
    {
        await using var channel = await OpenAsync();
        await using var process = await StartAsync(channel);
        for (var i = 0; i < 4; i++)
            await agent.SendAsync(AgentOp.StandardError, 1, new byte[AgentFrame.MaxPayload]);
        await process.StandardError.ReadExactlyAsync(new byte[AgentWindow.Step], Token);
        var window = (await agent.ReadAsync(AgentOp.Window))!.Value;

        Assert.Equal((AgentFlags.Error, AgentWindow.Step), (window.Flags, BitConverter.ToInt32(window.Payload.Span)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Credit_is_given_once_for_what_is_dropped()
    {
        await using var channel = await OpenAsync();
        await using var process = await StartAsync(channel);
        for (var i = 0; i < 4; i++)
            await agent.SendAsync(AgentOp.StandardOutput, 1, new byte[AgentFrame.MaxPayload]);
        await process.StandardOutput.ReadExactlyAsync(new byte[1000], Token);
        await process.StandardOutput.DisposeAsync();
        var given = 0;
        while (given < AgentWindow.Size)
            given += BitConverter.ToInt32((await agent.ReadAsync(AgentOp.Window))!.Value.Payload.Span);

        Assert.Equal(AgentWindow.Size, given);
    }

    static async Task AssertLostAsync(string part, Task waiting) =>
        Assert.Contains(part, (await Assert.ThrowsAsync<GuestLostException>(() => waiting)).Message, StringComparison.Ordinal);

    async Task<AgentChannel> OpenAsync()
    {
        var opening = AgentChannel.OpenAsync(stream, Deadline, Token);
        await agent.AnswerAsync();
        return await opening;
    }

    async Task<IGuestProcess> StartAsync(AgentChannel channel)
    {
        var starting = channel.StartAsync(new GuestCommand("cat"), Token);
        await agent.SendAsync(AgentOp.Started, (await agent.ReadAsync(AgentOp.Exec))!.Value.Stream, 1, 0, 0, 0);
        return await starting;
    }
}
