using System.Diagnostics;
using System.Globalization;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class CancellationTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

    Command Script(string script) => Sh.Script(script) with { Output = Sh.FirstLineTo(_line) };

    async Task<int> PidFromLineAsync() => int.Parse(await _line.Task.WaitAsync(Token), CultureInfo.InvariantCulture);

    [Fact(Timeout = 30_000)]
    public async Task Cancelled_before_the_start_nothing_is_started()
    {
        using var folder = new TemporaryDirectory();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Sh.Runner.RunAsync(Sh.Script("touch \"$1\"", folder["started"]), new CancellationToken(canceled: true)));

        Assert.False(File.Exists(folder["started"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellation_lets_the_program_end_by_itself()
    {
        using var folder = new TemporaryDirectory();
        using var cancel = new CancellationTokenSource();
        var script = Sh.Script("trap 'echo done > \"$1\"; exit 7' TERM; echo ready; while :; do sleep 0.05; done", folder["cleaned"]);
        var run = Sh.Runner.RunAsync(script with { Output = Sh.FirstLineTo(_line), Grace = TimeSpan.FromSeconds(20) }, cancel.Token);
        await _line.Task.WaitAsync(Token);

        await cancel.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
        Assert.Equal("done\n", await File.ReadAllTextAsync(folder["cleaned"], Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Terminate_is_polite_and_the_exit_code_of_the_program_is_seen()
    {
        await using var running = Sh.Runner.Start(Script("trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"));
        await _line.Task.WaitAsync(Token);

        running.Terminate();

        Assert.Equal(7, (await running.Completion.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellation_kills_a_program_that_ignores_the_polite_signal_after_the_grace()
    {
        using var cancel = new CancellationTokenSource();
        var command = Script("trap '' TERM; echo $$; while :; do sleep 0.05; done") with { Grace = TimeSpan.FromMilliseconds(300) };
        var run = Sh.Runner.RunAsync(command, cancel.Token);
        var pid = await PidFromLineAsync();
        var clock = Stopwatch.StartNew();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(290), TimeSpan.FromSeconds(10));
        Assert.Null(ProcessStat.OfLiving(pid));
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellation_ends_children_too_although_their_parent_ended_politely()
    {
        using var cancel = new CancellationTokenSource();
        var run = Sh.Runner.RunAsync(Script("sleep 300 & echo $!; wait"), cancel.Token);
        var child = await PidFromLineAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Ended.SoonAsync(child);
    }

    [Fact(Timeout = 30_000)]
    public async Task Kill_reaches_grandchildren()
    {
        await using var running = Sh.Runner.Start(Script("sh -c 'sleep 300 & echo $!; wait' & wait"));
        var grandchild = await PidFromLineAsync();

        running.Kill();

        Assert.Equal(137, (await running.Completion.WaitAsync(Token)).ExitCode);
        await Ended.SoonAsync(grandchild);
    }

    [Fact(Timeout = 30_000)]
    public async Task Dispose_ends_what_still_runs_and_is_repeatable()
    {
        var running = Sh.Runner.Start(Script("echo $$; exec sleep 300"));
        var pid = await PidFromLineAsync();

        await running.DisposeAsync();
        await running.DisposeAsync();

        Assert.Equal(running.ProcessId, pid);
        Assert.Null(ProcessStat.OfLiving(pid));
        Assert.Equal(137, (await running.Completion).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Ended_program_takes_signals_without_complaint()
    {
        await using var running = Sh.Runner.Start(Sh.Script("exit 4"));
        var result = await running.Completion.WaitAsync(Token);

        running.Terminate();
        running.Kill();

        Assert.Equal(4, result.ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Timeout_ends_the_program_and_names_what_was_waited_for()
    {
        var command = Sh.Script("echo working; echo 'waiting for godot' >&2; exec sleep 300") with
        {
            Timeout = TimeSpan.FromSeconds(5.5),
        };

        var error = await Assert.ThrowsAsync<CommandTimeoutException>(() => Sh.Runner.RunAsync(command, Token));

        await Verify(error.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task Timeout_holds_for_a_started_command_too()
    {
        await using var running = Sh.Runner.Start(Sh.Script("exec sleep 300") with { Timeout = TimeSpan.FromMilliseconds(100) });

        await Assert.ThrowsAsync<CommandTimeoutException>(() => running.Completion.WaitAsync(Token));

        Assert.Null(ProcessStat.OfLiving(running.ProcessId));
    }

    [Fact(Timeout = 30_000)]
    public async Task Timeout_holds_for_a_reader_that_does_not_come_to_an_end()
    {
        var command = Sh.Script("true") with
        {
            Timeout = TimeSpan.FromSeconds(5.5),
            Output = (_, token) => Task.Delay(Timeout.Infinite, token),
        };

        var error = await Assert.ThrowsAsync<CommandTimeoutException>(() => Sh.Runner.RunAsync(command, Token));

        const string expected = "Waited 5.5 s for 'sh' to be read to the end (the program itself has ended).";
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }
}
