using System.Diagnostics;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class GuestExecTests : IAsyncDisposable
{
    readonly LocalChannel channel = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    Task<ExecResult> Shell(string line, string? input = null) => channel.ExecAsync(GuestCommand.Shell(line), input, Token);

    [Fact(Timeout = 30_000)]
    public async Task Exec_returns_both_streams_apart_and_the_exit_code()
    {
        var result = await Shell("echo out; echo err >&2; exit 7");

        Assert.Equal(("out\n", "err\n", 7), (result.StandardOutput, result.StandardError, result.ExitCode));
        Assert.Equal(["/bin/sh", "-c", "echo out; echo err >&2; exit 7"], result.Argv);
        Assert.True(result.Duration > TimeSpan.Zero);
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_reads_both_streams_at_once()
    {
        var result = await Shell("head -c 3000000 /dev/zero | tr '\\0' a >&2; head -c 3000000 /dev/zero | tr '\\0' b");

        Assert.Equal((3_000_000, 3_000_000), (result.StandardOutput.Length, result.StandardError.Length));
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_feeds_input_as_utf_8_and_ends_it() =>
        Assert.Equal("grüß 🐧\0", (await Shell("cat", "grüß 🐧\0")).StandardOutput);

    [Fact(Timeout = 30_000)]
    public async Task Exec_without_input_gives_the_program_an_empty_one() => Assert.Equal("", (await Shell("cat")).StandardOutput);

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_does_not_read_its_input_is_no_failure()
    {
        var result = await Shell("echo done", new string('x', 5_000_000));

        Assert.Equal(("done\n", 0), (result.StandardOutput, result.ExitCode));
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_tells_a_death_by_signal()
    {
        var result = await Shell("kill -9 $$");

        Assert.Equal((9, 137), (result.Exit.Signal, result.ExitCode));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_time_out_ends_the_program_and_names_it_with_its_output()
    {
        var command = GuestCommand.Shell("echo early; echo trouble >&2; exec sleep 300") with { Timeout = TimeSpan.FromSeconds(5) };

        var error = await Assert.ThrowsAsync<GuestExecException>(() => channel.ExecAsync(command, null, Token));

        Assert.Contains("sleep 300' took longer than 5.0 s in the guest and was ended", error.Message);
        Assert.Contains("stdout (tail): early", error.Message);
        Assert.Contains("stderr (tail): trouble", error.Message);
        AssertGone();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_ignores_the_polite_signal_is_killed_after_three_seconds()
    {
        var command = GuestCommand.Shell("trap '' TERM; while :; do sleep 0.1; done") with { Timeout = TimeSpan.FromSeconds(0.5) };
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<GuestExecException>(() => channel.ExecAsync(command, null, Token));

        Assert.InRange(clock.Elapsed.TotalSeconds, 3, 20);
        AssertGone();
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellation_ends_the_program_and_is_told_apart_from_a_time_out()
    {
        using var source = new CancellationTokenSource();
        var run = channel.StreamAsync(GuestCommand.Shell("echo up; exec sleep 300"), _ => source.Cancel(), source.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        AssertGone();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_long_output_keeps_its_beginning_and_its_end()
    {
        var result = await Shell("echo first; head -c 30000000 /dev/zero | tr '\\0' x; echo last");

        Assert.StartsWith("first\n", result.StandardOutput);
        Assert.EndsWith("xlast\n", result.StandardOutput);
        Assert.Contains($"\n[{30_000_011 - GuestExec.CaptureLimit} bytes left out]\n", result.StandardOutput);
        Assert.InRange(result.StandardOutput.Length, GuestExec.CaptureLimit, GuestExec.CaptureLimit + 100);
    }

    [Fact(Timeout = 30_000)]
    public async Task Stream_hands_out_a_line_before_the_program_has_ended()
    {
        var sawFirst = new TaskCompletionSource();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = channel.StreamAsync(GuestCommand.Shell("echo first; exec sleep 300"), _ => sawFirst.SetResult(), source.Token);

        await sawFirst.Task.WaitAsync(Token);

        Assert.False(run.IsCompleted);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact(Timeout = 30_000)]
    public async Task Stream_tells_the_streams_apart_and_gives_the_last_line_without_its_end()
    {
        List<GuestLine> lines = [];

        var exit = await channel.StreamAsync(GuestCommand.Shell("printf 'a\\r\\n\\nü'; exec >&-; printf b >&2; exit 3"), lines.Add, Token);

        Assert.Equal(3, exit.Code);
        Assert.Equal(["a", "", "ü"], lines.Where(line => !line.IsError).Select(line => line.Text));
        Assert.Equal(["b"], lines.Where(line => line.IsError).Select(line => line.Text));
    }

    [Fact(Timeout = 30_000)]
    public async Task Stream_cuts_a_line_that_does_not_end()
    {
        List<int> lengths = [];

        var command = GuestCommand.Shell("head -c 100000 /dev/zero | tr '\\0' x");

        await channel.StreamAsync(command, line => lengths.Add(line.Text.Length), Token);

        Assert.Equal([65_536, 34_464], lengths);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_callback_that_throws_ends_the_program()
    {
        var run = channel.StreamAsync(GuestCommand.Shell("echo x; exec sleep 300"), _ => throw new InvalidTimeZoneException(), Token);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => run);

        AssertGone();
    }

    [Fact(Timeout = 30_000)]
    public async Task EnsureSuccess_shows_command_exit_code_and_both_tails()
    {
        var result = await Shell("echo seen; echo why >&2; exit 4");

        var error = Assert.Throws<GuestExecException>(() => result.EnsureSuccess());

        Assert.Contains("exit code 4", error.Message);
        Assert.Contains("stdout (tail): seen", error.Message);
        Assert.Contains("stderr (tail): why", error.Message);
        Assert.Same(result, error.Result);
    }

    void AssertGone() => Assert.All(channel.ProcessIds, id => Assert.False(Directory.Exists($"/proc/{id}")));
}
