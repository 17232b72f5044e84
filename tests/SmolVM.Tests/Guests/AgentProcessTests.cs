using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class AgentProcessTests : IAsyncLifetime
{
    const int Terminate = 15;
    const int Kill = 9;

    AgentHost host = null!;
    AgentChannel channel = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (host, channel) = await AgentHost.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_signal_goes_to_the_whole_group_of_the_program()
    {
        await using var process = await StartAsync("sleep 1000 & echo $!; wait; echo not reached");
        var child = await ReadLineAsync(process);
        await process.SignalAsync(Terminate, Token);

        Assert.Equal(new GuestExit(0, Terminate), await process.WaitAsync(Token));
        Assert.Equal("", await AgentRun.ReadAsync(process.StandardOutput));
        // The kernel closes the files of a process, which ends the output, before it calls it dead.
        await AgentChildren.GoneAsync(int.Parse(child, null));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_ignores_the_polite_signal_ends_by_the_forceful_one()
    {
        await using var process = await StartAsync("trap 'echo ignored' TERM; echo ready; while :; do sleep 0.02; done");
        await ReadLineAsync(process);
        await process.SignalAsync(Terminate, Token);
        Assert.Equal("ignored", await ReadLineAsync(process));
        await process.SignalAsync(Kill, Token);

        Assert.Equal(new GuestExit(0, Kill), await process.WaitAsync(Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Disposing_kills_what_still_runs()
    {
        var process = await StartAsync("trap '' TERM HUP; sleep 1000 & echo $!; wait");
        var child = await ReadLineAsync(process);
        await process.DisposeAsync();

        await AgentChildren.GoneAsync(int.Parse(child, null));
        await channel.PingAsync(Token);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_end_is_that_of_the_program_when_what_it_left_holds_its_output()
    {
        await using var process = await StartAsync("sleep 1000 & echo $!; exit 7");
        var exit = await process.WaitAsync(Token);
        var output = await AgentRun.ReadAsync(process.StandardOutput);

        Assert.Equal(new GuestExit(7), exit);
        Assert.True(IsAlive(output.Trim()));
        System.Diagnostics.Process.GetProcessById(int.Parse(output, null)).Kill();
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_that_is_left_writes_for_ever_is_cut_off()
    {
        await using var process = await StartAsync("(while echo more; do :; done) & exit 0");

        Assert.Equal(new GuestExit(0), await process.WaitAsync(Token));
        Assert.StartsWith("more\n", await AgentRun.ReadAsync(process.StandardOutput), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reader_that_stops_stops_its_own_program_alone()
    {
        await using var stopped = await StartAsync("head -c 3000000 /dev/zero; echo done >&2");
        var other = await AgentRun.OfAsync(channel, GuestCommand.Shell("head -c 3000000 /dev/zero | wc -c"));
        var large = await AgentRun.OfAsync(channel, GuestCommand.Shell("head -c 3000000 /dev/zero"));
        var early = stopped.WaitAsync(Token).IsCompleted;

        Assert.Equal("3000000\n", other.Output);
        Assert.Equal(3_000_000, large.Output.Length);
        Assert.False(early);
        Assert.Equal(3_000_000, (await AgentRun.ReadAsync(stopped.StandardOutput)).Length);
        Assert.Equal("done\n", await AgentRun.ReadAsync(stopped.StandardError));
        Assert.Equal(new GuestExit(0), await stopped.WaitAsync(Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_whose_output_was_disposed_runs_to_its_end()
    {
        await using var process = await StartAsync("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 5");
        await process.StandardOutput.ReadExactlyAsync(new byte[1], Token);
        await process.StandardOutput.DisposeAsync();
        await process.StandardError.DisposeAsync();

        Assert.Equal(new GuestExit(5), await process.WaitAsync(Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await process.StandardOutput.ReadExactlyAsync(new byte[1], Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_does_not_read_stops_its_own_writer_alone()
    {
        await using var deaf = await StartAsync("sleep 1000");
        var writing = deaf.StandardInput.WriteAsync(new byte[3_000_000], Token).AsTask();
        var echoed = await AgentRun.OfAsync(channel, new GuestCommand("wc", "-c"), new string('x', 3_000_000));

        Assert.Equal("3000000\n", echoed.Output);
        Assert.False(writing.IsCompleted);
        await deaf.SignalAsync(Kill, Token);
        await Assert.ThrowsAsync<IOException>(() => writing);
    }

    [Fact(Timeout = 30_000)]
    public async Task Writing_to_a_program_that_closed_its_input_says_so()
    {
        await using var process = await StartAsync("exec <&-; echo closed; sleep 1000");
        await ReadLineAsync(process);

        await Assert.ThrowsAsync<IOException>(() => process.StandardInput.WriteAsync(new byte[3_000_000], Token).AsTask());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_start_that_is_given_up_leaves_nothing()
    {
        using var giveUp = new CancellationTokenSource();
        var starting = channel.StartAsync(new GuestCommand("sleep", "1000"), giveUp.Token);
        await giveUp.CancelAsync();
        var started = await Record.ExceptionAsync(async () => await (await starting).DisposeAsync());

        Assert.True(started is null or OperationCanceledException);
        await channel.PingAsync(Token);
        Assert.Empty(AgentChildren.Of(host.ProcessId));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_terminal_has_its_size_and_takes_another()
    {
        var command = GuestCommand.Shell("stty size; trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.02; done");
        await using var process = await channel.StartAsync(command with { Terminal = new PseudoTerminal(100, 30) }, Token);
        Assert.Equal("30 100", await ReadLineAsync(process));
        Assert.Equal("ready", await ReadLineAsync(process));
        await process.ResizeAsync(new PseudoTerminal(132, 43), Token);

        Assert.Equal("43 132", await ReadLineAsync(process));
        Assert.Equal(new GuestExit(0), await process.WaitAsync(Token));
        Assert.Equal("", await AgentRun.ReadAsync(process.StandardError));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_terminal_is_the_controlling_one_and_its_input_can_end()
    {
        // The kernel may put an echo between a line and its end.
        var command = GuestCommand.Shell("stty -echo; tty | cut -c1-9; echo to the terminal >/dev/tty; echo $TERM; cat");
        await using var process = await channel.StartAsync(command with { Terminal = new(80, 24) }, Token);
        string[] said = [await ReadLineAsync(process), await ReadLineAsync(process), await ReadLineAsync(process)];
        await process.StandardInput.WriteAsync("typed\n"u8.ToArray(), Token);
        await process.StandardInput.DisposeAsync();

        Assert.Equal(["/dev/pts/", "to the terminal", "xterm-256color"], said);
        Assert.Equal("typed\r\n", await AgentRun.ReadAsync(process.StandardOutput));
        Assert.Equal(new GuestExit(0), await process.WaitAsync(Token));
    }

    Task<IGuestProcess> StartAsync(string line) => channel.StartAsync(GuestCommand.Shell(line), Token);

    static async Task<string> ReadLineAsync(IGuestProcess process)
    {
        var line = "";
        var one = new byte[1];
        while (await process.StandardOutput.ReadAsync(one, Token) == 1 && one[0] != '\n')
            line += (char)one[0];
        return line.TrimEnd('\r');
    }

    static bool IsAlive(string pid) => AgentChildren.IsAlive(int.Parse(pid, null));
}
