using System.Buffers.Binary;
using SmolVM.Guests;
using SmolVM.Mounts;
using SmolVM.Processes;

namespace SmolVM.Tests.Guests;

/// <summary>What the real agent does with a host that is wrong, dead or hostile.</summary>
public sealed class AgentProtocolTests : IAsyncLifetime
{
    const int NotSupported = 38;
    const int Invalid = 22;
    const int NotPermitted = 1;
    const int NoBuffer = 105;
    const int Continue = 18;

    AgentHost host = null!;
    AgentPeer peer = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        host = await AgentHost.StartAsync();
        peer = new AgentPeer(host.Stream);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact(Timeout = 30_000)]
    public async Task Hello_tells_version_kernel_and_uptime()
    {
        var hello = await peer.GreetAsync();

        Assert.Equal(AgentHello.ProtocolVersion, hello.Version);
        Assert.Equal((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", Token)).Trim(), hello.KernelRelease);
        Assert.InRange(hello.Uptime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_agent_is_silent_until_it_is_greeted()
    {
        await peer.SendAsync(AgentOp.Ping, 1);
        await peer.SendAsync(AgentPeer.Exec(2, "echo", "hello"));
        await peer.SendAsync(AgentOp.Hello, 0, AgentHello.Request(Guid.NewGuid()));

        Assert.Equal(AgentOp.Hello, (await peer.ReadAnyAsync()).Op);
    }

    [Fact(Timeout = 30_000)]
    public async Task Hello_ends_the_session_before()
    {
        await peer.GreetAsync();
        await peer.SendAsync(AgentPeer.Exec(1, "sleep", "1000"));
        var pid = BinaryPrimitives.ReadInt32LittleEndian((await peer.ReadAsync(AgentOp.Started))!.Value.Payload.Span);
        await peer.GreetAsync();

        await AgentChildren.GoneAsync(pid);
        await peer.SendAsync(AgentPeer.Exec(1, "true"));
        Assert.NotNull(await peer.ReadAsync(AgentOp.Exit));
    }

    [Fact(Timeout = 30_000)]
    public async Task Garbage_between_frames_is_skipped()
    {
        byte[] noise = [0xF5, (byte)'S', (byte)'M', 0, .. new byte[1000], 0xF5, 0xF5, (byte)'S', (byte)'M', (byte)'V'];
        await peer.SendAsync(noise);
        await peer.GreetAsync();
        await peer.SendAsync([.. noise, .. AgentPeer.Bytes(AgentOp.Ping, 5), .. noise, .. AgentPeer.Bytes(AgentOp.Ping, 6)]);

        Assert.Equal(5u, (await peer.ReadAsync(AgentOp.Pong))!.Value.Stream);
        Assert.Equal(6u, (await peer.ReadAsync(AgentOp.Pong))!.Value.Stream);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(60_000)]
    [InlineData(65_540)]
    public async Task A_hello_after_a_truncated_frame_is_heard(int length)
    {
        await peer.GreetAsync();
        await peer.SendAsync(AgentPeer.Bytes(AgentOp.StandardInput, 1, new byte[AgentFrame.MaxPayload])[..length]);

        Assert.NotNull(await peer.GreetAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_unknown_op_is_refused()
    {
        await peer.GreetAsync();
        await peer.SendAsync((AgentOp)15, 9);
        var error = (await peer.ReadAsync(AgentOp.Error))!.Value;

        Assert.Equal((9u, NotSupported), (error.Stream, BinaryPrimitives.ReadInt32LittleEndian(error.Payload.Span)));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("00000000 00000000 00000000 0000")]
    [InlineData("00000000 01000000 00000000 0000")]
    [InlineData("00000000 01000000 00000000 00002f")]
    [InlineData("00000000 ffffffff ffffffff 000000")]
    [InlineData("00000000 ffffffff 01000000 000000")]
    [InlineData("00000000 02000000 00000000 000061006200630000")]
    public async Task A_malformed_exec_is_refused(string hex)
    {
        await peer.GreetAsync();
        await peer.SendAsync(AgentOp.Exec, 3, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        var error = (await peer.ReadAsync(AgentOp.ExecError))!.Value;

        Assert.Equal((3u, Invalid), (error.Stream, BinaryPrimitives.ReadInt32LittleEndian(error.Payload.Span)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_request_without_end_is_refused()
    {
        var part = AgentPeer.Bytes(new AgentFrame(AgentOp.Exec, AgentFlags.More, 4, new byte[AgentFrame.MaxPayload]));
        await peer.GreetAsync();
        for (var i = 0; i < 17; i++)
            await peer.SendAsync(part);

        Assert.Equal(4u, (await peer.ReadAsync(AgentOp.ExecError))!.Value.Stream);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stream_that_is_in_use_is_refused()
    {
        await peer.GreetAsync();
        await peer.SendAsync([.. AgentPeer.Exec(1, "sleep", "1000"), .. AgentPeer.Exec(1, "true")]);

        Assert.NotNull(await peer.ReadAsync(AgentOp.ExecError));
    }

    [Fact(Timeout = 30_000)]
    public async Task More_input_than_the_window_ends_the_program()
    {
        await peer.GreetAsync();
        await peer.SendAsync(AgentPeer.Exec(1, "sleep", "1000"));
        for (var i = 0; i < 6; i++)
            await peer.SendAsync(AgentOp.StandardInput, 1, new byte[AgentFrame.MaxPayload]);
        var error = (await peer.ReadAsync(AgentOp.Error))!.Value;
        var exit = (await peer.ReadAsync(AgentOp.Exit))!.Value;

        Assert.Equal(NoBuffer, BinaryPrimitives.ReadInt32LittleEndian(error.Payload.Span));
        Assert.Equal(9, BinaryPrimitives.ReadInt32LittleEndian(exit.Payload.Span[4..]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Credit_for_input_that_is_read_while_the_link_is_full_comes_when_it_has_room()
    {
        await peer.GreetAsync();
        var reader = await StartAsync(1, "sh", "-c", "kill -STOP $$; head -c 262144 >/dev/null; kill -STOP $$");
        await AgentChildren.StoppedAsync(reader);
        for (var i = 0; i < 4; i++)
            await peer.SendAsync(AgentOp.StandardInput, 1, new byte[AgentFrame.MaxPayload]);
        var inPipe = (await peer.ReadAsync(AgentOp.Window))!.Value;
        var others = new List<int>();
        for (var i = 2u; i < 202; i++)
            others.Add(await StartAsync(i, "sleep", "1000"));

        // Answers that nobody reads fill the link up to what is kept for other news, and the ends of programs fill that.
        var asking = peer.SendAsync([.. Enumerable.Repeat(AgentPeer.Bytes(AgentOp.Ping, 999), 60_000).SelectMany(ping => ping)]);
        foreach (var other in others)
        {
            Signals.Send(other, Signals.Kill);
            await AgentChildren.ReapedAsync(other);
        }
        Signals.Send(reader, Continue);
        await AgentChildren.StoppedAsync(reader);
        var later = (await peer.ReadAsync(AgentOp.Window))!.Value;

        Assert.Equal((1u, AgentWindow.Size), (later.Stream, Credit(inPipe) + Credit(later)));
        await peer.GreetAfterAsync(asking);
    }

    [Fact(Timeout = 30_000)]
    public async Task Frames_for_programs_that_are_not_there_are_dropped()
    {
        await peer.GreetAsync();
        foreach (var op in new[] { AgentOp.StandardInput, AgentOp.Window, AgentOp.Signal, AgentOp.Resize, AgentOp.Close })
        {
            await peer.SendAsync(op, 77, 1, 0, 0, 0);
            await peer.SendAsync(op, 0, 1, 0, 0, 0);
        }
        await peer.SendAsync(AgentOp.Ping, 8);

        Assert.Equal(AgentOp.Pong, (await peer.ReadAnyAsync()).Op);
    }

    [Fact(Timeout = 30_000)]
    public async Task Clock_and_randomness_of_a_host_are_left_alone()
    {
        await peer.GreetAsync();
        await peer.SendAsync(AgentOp.Time, 1, new byte[8]);
        await peer.SendAsync(AgentOp.Entropy, 2, new byte[8]);
        var time = (await peer.ReadAsync(AgentOp.Error))!.Value;
        var entropy = (await peer.ReadAsync(AgentOp.Error))!.Value;

        Assert.Equal(NotPermitted, BinaryPrimitives.ReadInt32LittleEndian(time.Payload.Span));
        Assert.Equal(NotPermitted, BinaryPrimitives.ReadInt32LittleEndian(entropy.Payload.Span));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("00000000 00000000 00000000")]
    [InlineData("01000000 00000000 00000000 00")]
    [InlineData("00000000 01000000 00000000 00")]
    [InlineData("00000000 00000000 01000000 00")]
    [InlineData("00000000 00000000 01000000 00 000000 00")]
    [InlineData("00000000 00000000 00000000 000000")]
    [InlineData("00000000 00000000 00000000 61")]
    [InlineData("ffffffff ffffffff ffffffff 00")]
    public async Task A_malformed_wake_is_refused(string hexOfNumbersAndTexts)
    {
        var numbers = Convert.FromHexString(hexOfNumbersAndTexts.Replace(" ", "", StringComparison.Ordinal));
        await peer.GreetAsync();
        await peer.SendAsync(AgentOp.Wake, 3, [.. new byte[28], .. numbers]);
        var error = (await peer.ReadAsync(AgentOp.Error))!.Value;

        Assert.Equal((3u, Invalid), (error.Stream, BinaryPrimitives.ReadInt32LittleEndian(error.Payload.Span)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_host_is_neither_woken_nor_frozen_and_nothing_of_it_is_unmounted()
    {
        var wake = new WakeRequest
        {
            Identity = Guid.NewGuid(),
            Time = DateTimeOffset.UnixEpoch,
            HostName = "changed",
            Environment = new Dictionary<string, string> { ["LARGE"] = new('x', 3 * AgentFrame.MaxPayload) },
            Mounts = [new(new WorkspaceMount("/usr"), "workspace0")],
        };
        await peer.GreetAsync();
        await peer.SendAsync([.. AgentFrame.Split(AgentOp.Wake, AgentFlags.None, 1, wake.Encode()).SelectMany(AgentPeer.Bytes)]);
        await peer.SendAsync(AgentOp.Freeze, 2, 0);
        await peer.SendAsync(AgentOp.Unmount, 3);
        var errors = new List<AgentFrame>();
        for (var i = 0; i < 3; i++)
            errors.Add((await peer.ReadAsync(AgentOp.Error))!.Value);

        Assert.Equal([1u, 2u, 3u], errors.Select(error => error.Stream));
        Assert.All(errors, error => Assert.Equal(NotPermitted, BinaryPrimitives.ReadInt32LittleEndian(error.Payload.Span)));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_agent_answers_a_wake_in_one_write_with_hello()
    {
        var wake = new WakeRequest { Identity = Guid.NewGuid(), Time = DateTimeOffset.UnixEpoch, HostName = "changed" };

        var refusal = await Assert.ThrowsAsync<GuestExecException>(
            () => AgentChannel.OpenAsync(host.Stream, wake, TimeSpan.FromSeconds(20), Token));

        Assert.Equal("The guest's agent could not wake the machine: Operation not permitted.", refusal.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wake_without_end_is_refused()
    {
        var part = AgentPeer.Bytes(new AgentFrame(AgentOp.Wake, AgentFlags.More, 4, new byte[AgentFrame.MaxPayload]));
        await peer.GreetAsync();
        for (var i = 0; i < 17; i++)
            await peer.SendAsync(part);

        Assert.Equal(4u, (await peer.ReadAsync(AgentOp.Error))!.Value.Stream);
    }

    [Fact(Timeout = 30_000)]
    public async Task Power_off_is_answered_before_the_agent_ends()
    {
        await peer.GreetAsync();
        await peer.SendAsync(AgentOp.PowerOff, 1);

        Assert.NotNull(await peer.ReadAsync(AgentOp.Done));
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_host_that_disappears_in_mid_stream_takes_its_programs_along()
    {
        await peer.GreetAsync();
        await peer.SendAsync([.. AgentPeer.Exec(1, "sh", "-c", "trap '' HUP TERM; sleep 1000"), .. AgentPeer.Exec(2, "yes")]);
        await peer.ReadAsync(AgentOp.StandardOutput);
        await peer.SendAsync(AgentPeer.Bytes(AgentOp.StandardInput, 1, new byte[1000])[..500]);
        int[] children = [.. AgentChildren.Of(host.ProcessId)];

        Assert.Equal(0, await host.EndAsync());
        Assert.Equal(2, children.Length);
        foreach (var child in children)
            await AgentChildren.GoneAsync(child);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_and_mutated_frames_leave_an_agent_that_answers(int seed)
    {
        var random = new Random(seed);
        await peer.GreetAsync();
        for (var round = 0; round < 8; round++)
        {
            var sending = peer.SendAsync([.. Enumerable.Range(0, 100).SelectMany(_ => AgentNoise.Next(random))]);
            // Answers are read meanwhile: a host that reads nothing is not served.
            Assert.Equal(AgentHello.ProtocolVersion, (await peer.GreetAfterAsync(sending)).Version);
        }

        Assert.InRange(AgentChildren.ResidentBytes(host.ProcessId), 1, 8 << 20);
    }

    static int Credit(AgentFrame window) => BinaryPrimitives.ReadInt32LittleEndian(window.Payload.Span);

    async Task<int> StartAsync(uint stream, params string[] argv)
    {
        await peer.SendAsync(AgentPeer.Exec(stream, argv));
        return BinaryPrimitives.ReadInt32LittleEndian((await peer.ReadAsync(AgentOp.Started))!.Value.Payload.Span);
    }
}
