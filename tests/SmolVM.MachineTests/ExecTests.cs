using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.MachineTests;

public sealed class ExecTests(SharedMachine shared)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    Machine Machine => shared.Machine;

    [Fact(Timeout = 60_000)]
    public async Task Exec_returns_the_exit_code_of_the_guest() => Assert.Equal(7, (await Machine.ExecAsync("exit 7", Token)).ExitCode);

    [Fact(Timeout = 60_000)]
    public async Task Standard_output_and_error_come_apart()
    {
        var result = await Machine.ExecAsync("echo out; echo err >&2", Token);

        Assert.Equal(("out\n", "err\n"), (result.StandardOutput, result.StandardError));
    }

    [Fact(Timeout = 60_000)]
    public async Task Arguments_arrive_as_they_are()
    {
        var result = await Machine.ExecAsync(new GuestCommand("/bin/echo", "a  b", "$HOME", "'", "\"", "日本"), cancellationToken: Token);

        Assert.Equal("a  b $HOME ' \" 日本\n", result.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task Input_is_read_to_its_end()
    {
        var result = await Machine.ExecAsync(new GuestCommand("/bin/cat"), "one\ntwo\n", Token);

        Assert.Equal("one\ntwo\n", result.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_death_by_signal_is_told_as_such()
    {
        var result = await Machine.ExecAsync("kill -KILL $$", Token);

        Assert.Equal(9, result.Exit.Signal);
        Assert.Equal(137, result.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_environment_of_the_machine_is_below_that_of_the_command()
    {
        var command = GuestCommand.Shell("echo $SHARED, $OWN");

        var plain = await Machine.ExecAsync(command with { Environment = new Dictionary<string, string> { ["OWN"] = "mine" } }, cancellationToken: Token);
        var laidOver = await Machine.ExecAsync(command with { Environment = new Dictionary<string, string> { ["SHARED"] = "other" } }, cancellationToken: Token);

        Assert.Equal("from the machine, mine\n", plain.StandardOutput);
        Assert.Equal("other,\n", laidOver.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_command_runs_in_its_directory_as_its_user()
    {
        var result = await Machine.ExecAsync(
            GuestCommand.Shell("pwd; id -un; id -u") with { WorkingDirectory = "/etc", User = "nobody" }, cancellationToken: Token);

        Assert.Equal("/etc\nnobody\n65534\n", result.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_program_is_named()
    {
        var refusal = await Assert.ThrowsAsync<GuestExecException>(() => Machine.ExecAsync(new GuestCommand("/no/such/program"), cancellationToken: Token));

        Assert.Contains("/no/such/program", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_time_out_ends_a_program_that_ignores_the_polite_signal()
    {
        const string Ignores = "trap '' TERM; echo $$ > /tmp/ignores; echo started; while :; do sleep 1; done";
        var command = GuestCommand.Shell(Ignores) with { Timeout = TimeSpan.FromSeconds(10) };

        var refusal = await Assert.ThrowsAsync<GuestExecException>(() => Machine.ExecAsync(command, cancellationToken: Token));

        Assert.Contains("started", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("gone\n", (await Machine.ExecAsync("read pid < /tmp/ignores && ! kill -0 $pid && echo gone", Token)).StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task Sixty_four_programs_run_at_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Machine.ExecAsync($"cat /etc/passwd > /dev/null; echo {i}; exit {i}", Token)));

        Assert.Equal(Enumerable.Range(0, 64), results.Select(result => result.ExitCode));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => $"{i}\n"), results.Select(result => result.StandardOutput));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_leaves_one_behind_ends_when_it_ends()
    {
        var result = await Machine.ExecAsync("sleep 300 & echo started $!", Token);

        Assert.StartsWith("started", result.StandardOutput, StringComparison.Ordinal);
        Assert.True(result.Duration < TimeSpan.FromSeconds(20), $"took {result.Duration}");
        await Machine.ExecAsync($"kill {result.StandardOutput.Split(' ')[1]}", Token);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_stops_reading_stops_nobody_else()
    {
        await using var flood = await Machine.Channel.StartAsync(GuestCommand.Shell("cat /dev/zero"), Token);

        var others = await Machine.ExecAsync("echo still here", Token);

        Assert.Equal("still here\n", others.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_gets_a_terminal_when_it_is_asked_for()
    {
        var command = GuestCommand.Shell("tty; stty size") with { Terminal = new PseudoTerminal(123, 45) };

        var result = await Machine.ExecAsync(command, cancellationToken: Token);

        Assert.StartsWith("/dev/pts/", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("45 123", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lines_are_handed_out_as_they_come()
    {
        var lines = new List<GuestLine>();

        var exit = await Machine.StreamAsync(GuestCommand.Shell("echo one; echo two >&2; exit 3"), lines.Add, Token);

        Assert.Equal(3, exit.Code);
        Assert.Contains(new GuestLine("one", false), lines);
        Assert.Contains(new GuestLine("two", true), lines);
    }

    [Fact(Timeout = 60_000)]
    public async Task Programs_are_in_a_real_root_so_that_namespaces_work()
    {
        var result = await Machine.ExecAsync("unshare -Ur /bin/true && ls -d /proc/1/root/workspace", Token);

        Assert.Equal(0, result.ExitCode);
    }
}
