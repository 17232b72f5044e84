using System.Diagnostics;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Xunit.Tests.Verbs;

[SmolVmFixture(Share = VerbMachine.Name, Mount = VerbMachine.Mount, MachineName = VerbMachine.Name)]
public sealed class ExecTests(SmolVm vm)
{
    [Fact(Timeout = 120_000)]
    public async Task A_line_returns_exit_code_both_streams_and_duration()
    {
        var result = await vm.ExecAsync("echo out; echo err >&2; exit 3");

        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode, result.StandardOutput, result.StandardError));
        Assert.InRange(result.Duration, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
    }

    [Fact(Timeout = 120_000)]
    public async Task Words_of_a_list_reach_the_program_as_they_are() =>
        Assert.Equal("a  b\n$HOME\n", (await vm.ExecAsync(["printf", "%s\n%s\n", "a  b", "$HOME"])).StandardOutput);

    [Fact(Timeout = 120_000)]
    public async Task A_command_has_input_environment_directory_and_user()
    {
        var command = GuestCommand.Shell("cat; echo $WORD; pwd; id -u") with
        {
            Environment = new Dictionary<string, string> { ["WORD"] = "word" },
            WorkingDirectory = "/tmp",
            User = "nobody",
        };

        var result = await vm.ExecAsync(command, "typed\n");

        Assert.Equal("typed\nword\n/tmp\n65534\n", result.StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_failed_line_is_explained_by_SucceedAsync()
    {
        var failure = await Assert.ThrowsAsync<GuestExecException>(() => vm.SucceedAsync("echo so far; echo not further >&2; exit 7"));

        await Verify(FailureText.WithoutTimes(failure.Message));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_line_that_succeeds_is_explained_by_FailAsync()
    {
        var failure = await Assert.ThrowsAsync<GuestExecException>(() => vm.FailAsync("echo all is well"));

        await Verify(FailureText.WithoutTimes(failure.Message));
    }

    [Fact(Timeout = 120_000)]
    public async Task FailAsync_returns_the_exit_code_of_a_line_that_fails() => Assert.Equal(7, (await vm.FailAsync("exit 7")).ExitCode);

    [Fact(Timeout = 120_000)]
    public async Task A_command_that_takes_too_long_is_ended_and_explained()
    {
        var command = GuestCommand.Shell("echo begun; sleep 300") with { Timeout = TimeSpan.FromSeconds(10) };

        var failure = await Assert.ThrowsAsync<GuestExecException>(() => vm.ExecAsync(command));

        await Verify(failure.Message);
    }

    [Fact(Timeout = 120_000)]
    public async Task Lines_are_streamed_as_they_come()
    {
        var seen = new List<GuestLine>();

        // The program goes on only when its first line has been answered.
        await foreach (var line in vm.StreamAsync("rm -f /tmp/go; echo first; until [ -e /tmp/go ]; do sleep 0.1; done; echo second >&2"))
        {
            seen.Add(line);
            await vm.WriteTextAsync("/tmp/go", "");
        }

        Assert.Equal([new GuestLine("first", false), new GuestLine("second", true)], seen);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stream_ends_with_the_exit_code_of_a_program_that_fails()
    {
        var seen = new List<string>();

        var failure = await Assert.ThrowsAsync<GuestExecException>(async () =>
        {
            await foreach (var line in vm.StreamAsync("echo only; exit 5"))
                seen.Add(line.Text);
        });

        Assert.Equal(["only"], seen);
        await Verify(failure.Message);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_command_is_streamed_with_its_directory_and_its_user()
    {
        var command = GuestCommand.Shell("pwd; id -u") with { WorkingDirectory = "/tmp", User = "nobody" };
        var seen = new List<string>();

        await foreach (var line in vm.StreamAsync(command))
            seen.Add(line.Text);

        Assert.Equal(["/tmp", "65534"], seen);
    }

    [Fact(Timeout = 120_000)]
    public async Task To_stop_reading_a_stream_ends_the_program()
    {
        await foreach (var line in vm.StreamAsync("echo $$; exec sleep 4711"))
        {
            Assert.Matches(@"^\d+$", line.Text);
            break;
        }

        Assert.Equal(1, (await vm.FailAsync("/run/smolvm/busybox ps | grep '[s]leep 4711'")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_token_of_the_caller_ends_a_command()
    {
        using var cancel = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        await foreach (var _ in vm.StreamAsync("echo started"))
            await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vm.ExecAsync("sleep 300", cancel.Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(100));
    }

    [Fact(Timeout = 120_000)]
    public async Task Commands_of_many_callers_run_at_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => vm.ExecAsync($"sleep 0.2; echo {number}")));

        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"{number}\n"), results.Select(result => result.StandardOutput));
    }

    [Fact]
    public void The_fixture_of_a_test_is_found_without_a_constructor() => Assert.Same(vm, SmolVm.Current);

    [Fact]
    public void The_machine_and_its_engine_are_there_for_what_has_no_verb()
    {
        Assert.Equal(VerbMachine.Name, vm.Machine.Name);
        Assert.Equal(RootUpper.Memory, vm.Machine.Options.RootUpper);
        Assert.StartsWith("engine qemu: ", vm.EngineReason, StringComparison.Ordinal);
    }
}
