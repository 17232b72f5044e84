using System.Globalization;
using System.Net.Sockets;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Qemu;

namespace SmolVM.MachineTests;

/// <summary>A real guest whose host goes away and comes back, or talks nonsense. Here QEMU looks for the socket each second.</summary>
public sealed class AgentReconnectTests
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_host_that_disappears_in_mid_stream_takes_its_programs_along_and_the_guest_serves_the_next()
    {
        await using var machine = await StartAsync("host-disappears");
        var flood = await machine.Channel.StartAsync(GuestCommand.Shell("echo $$; exec cat /dev/zero"), Token);
        var pid = int.Parse((await ReadLineAsync(flood.StandardOutput)), CultureInfo.InvariantCulture);
        await flood.StandardOutput.ReadExactlyAsync(new byte[1 << 20], Token);
        using var listener = Listen("host-disappears");

        await machine.Channel.DisposeAsync();

        await using var next = await AgentChannel.OpenAsync(await AcceptAsync(listener), Deadline, Token);
        var seen = await next.ExecAsync(GuestCommand.Shell($"while kill -0 {pid} 2>/dev/null; do sleep 0.1; done; echo gone; cat"), "still here\n", Token);
        Assert.Equal("gone\nstill here\n", seen.StandardOutput);
        await Assert.ThrowsAsync<GuestLostException>(() => flood.WaitAsync(Token));
    }

    [Fact(Timeout = 180_000)]
    public async Task Garbage_and_a_frame_that_breaks_off_are_passed_over()
    {
        await using var machine = await StartAsync("garbage");
        using var listener = Listen("garbage");
        await machine.Channel.DisposeAsync();
        var stream = await AcceptAsync(listener);
        var garbage = new byte[300_000];
        new Random(1).NextBytes(garbage);
        var cut = new byte[AgentFrame.MaxSize];
        new AgentFrame(AgentOp.Exec, AgentFlags.None, 1, new byte[AgentFrame.MaxPayload]).Encode(cut);

        await stream.WriteAsync(garbage, Token);
        await stream.WriteAsync(cut.AsMemory(0, 1000), Token);

        await using var sane = await AgentChannel.OpenAsync(stream, Deadline, Token);
        Assert.Equal("sane\n", (await sane.ExecAsync(GuestCommand.Shell("echo sane"), null, Token)).StandardOutput);
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task A_guest_that_nobody_listens_to_powers_off_after_a_minute()
    {
        await using var machine = await StartAsync("forgotten");
        var hypervisor = Hypervisor.Of("forgotten");

        await machine.Channel.DisposeAsync();

        await Task.Delay(TimeSpan.FromSeconds(50), Token);
        Assert.True(hypervisor.Process.IsStillThere());
        await hypervisor.EndsWithinAsync(TimeSpan.FromMinutes(2));
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task A_guest_whose_watch_is_off_waits_for_ever()
    {
        await using var machine = await StartAsync("unwatched", "smol.watch=off ");

        await machine.Channel.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(80), Token);

        using var listener = Listen("unwatched");
        await using var next = await AgentChannel.OpenAsync(await AcceptAsync(listener), Deadline, Token);
        Assert.Equal("still here\n", (await next.ExecAsync(GuestCommand.Shell("echo still here"), null, Token)).StandardOutput);
    }

    static Task<QemuMachine> StartAsync(string name, string kernelWords = "") => Boots.StartAsync(
        new MachineOptions { Name = name },
        setup => setup,
        setup =>
        [
            .. from word in QemuArgv.Build(setup)
               select word == KernelCommandLine.Build(setup) ? kernelWords + word : Reconnecting(word),
        ]);

    static string Reconnecting(string word) => word.StartsWith("socket,id=agent,", StringComparison.Ordinal) ? word + ",reconnect=1" : word;

    static Socket Listen(string name)
    {
        var path = Path.Combine(Hypervisor.Of(name).RunDirectory, "agent.sock");
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        return listener;
    }

    static async Task<NetworkStream> AcceptAsync(Socket listener) => new(await listener.AcceptAsync(Token), ownsSocket: true);

    static async Task<string> ReadLineAsync(Stream stream)
    {
        var (text, one) = ("", new byte[1]);
        while (await stream.ReadAsync(one, Token) == 1 && one[0] != '\n')
            text += (char)one[0];
        return text;
    }
}
