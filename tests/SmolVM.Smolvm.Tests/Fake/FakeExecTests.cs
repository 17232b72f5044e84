using SmolVM.Processes;

namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeExecTests
{
    public FakeExecTests() => FakeRun.RequireRoot();

    static Task<CommandResult> ExecAsync(InstalledFake fake, params string[] arguments) =>
        fake.RunAsync(["machine", "exec", "--name", "one", .. arguments]);

    [Fact(Timeout = 120_000)]
    public async Task Both_streams_and_the_exit_code_are_the_guests()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");

        var result = await fake.ShellAsync("one", "echo out; echo err >&2; exit 3");

        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode, result.StandardOutput, result.StandardError));
    }

    [Fact(Timeout = 120_000)]
    public async Task Variables_are_those_of_the_image_the_machine_and_the_call_and_none_of_the_hosts()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one", "--image", "any", "--net", "-e", "OF=machine", "-e", "KEPT=yes");

        var result = await ExecAsync(fake, "-e", "OF=call", "-w", "/opt", "--", "env");

        Assert.Equal(
            [
                "DOTNET_RUNNING_IN_CONTAINER=true", "HOME=/root", "KEPT=yes", "OF=call",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ],
            result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", "-\n")]
    [InlineData("0.8.1", "host\n")]
    public async Task A_variable_without_a_value_is_taken_from_the_host_from_0_8_1(string version, string seen)
    {
        using var fake = new InstalledFake(version);
        await fake.StartAsync("one");
        var command = fake.Command("machine", "exec", "--name", "one", "-e", "BARE", "--", "sh", "-c", "echo ${BARE--}") with
        {
            Environment = new Dictionary<string, string?> { ["BARE"] = "host" },
        };

        Assert.Equal(seen, (await Sh.Runner.RunAsync(command, TestContext.Current.CancellationToken)).StandardOutput);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", 255)]
    [InlineData("0.8.1", 137)]
    public async Task A_signal_in_a_bare_machine_has_a_number_from_0_8_1(string version, int exitCode)
    {
        using var fake = new InstalledFake(version);
        await fake.StartAsync("one");

        Assert.Equal(exitCode, (await fake.ShellAsync("one", "kill -KILL $$")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_command_that_is_missing_is_the_clis_failure_in_a_bare_machine_and_127_in_one_of_an_image()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");
        await fake.StartAsync("two", "--image", "any", "--net");

        var bare = await ExecAsync(fake, "--", "nothing");
        var image = await fake.RunAsync("machine", "exec", "--name", "two", "--", "nothing");

        Assert.Equal((1, 127), (bare.ExitCode, image.ExitCode));
        Assert.StartsWith(
            "Error: agent operation failed: exec: failed to spawn command: nothing", bare.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_time_out_is_124()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");

        Assert.Equal(124, (await ExecAsync(fake, "--timeout", "300ms", "--", "sleep", "60")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task From_1_4_1_to_1_6_13_a_time_out_means_nothing_in_a_machine_of_an_image()
    {
        using var fake = new InstalledFake("1.6.13");
        await fake.StartAsync("one", "--image", "any", "--net");

        Assert.Equal(0, (await ExecAsync(fake, "--timeout", "300ms", "--", "sleep", "1")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task Standard_input_reaches_the_guest_only_when_asked_for()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");
        Func<Stream, CancellationToken, Task> input = (stream, token) => stream.WriteAsync("typed"u8.ToArray(), token).AsTask();
        var without = fake.Command("machine", "exec", "--name", "one", "--", "cat") with { Input = input };
        var with = fake.Command("machine", "exec", "--name", "one", "-i", "--", "cat") with { Input = input };

        Assert.Equal("", (await Sh.Runner.RunAsync(without, TestContext.Current.CancellationToken)).StandardOutput);
        Assert.Equal("typed", (await Sh.Runner.RunAsync(with, TestContext.Current.CancellationToken)).StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_guests_command_ends_when_the_cli_is_killed()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");
        await using var running = await fake.BeginAsync("one", "echo begun; exec sleep 60");
        var guest = ProcessTree.Below(running.ProcessId);

        Signals.Send(running.ProcessId, Signals.Kill);

        Assert.NotEmpty(guest);
        await Task.WhenAll(guest.Select(process => Ended.SoonAsync(process.Pid)));
    }

    [Fact(Timeout = 120_000)]
    public async Task What_runs_in_the_background_outlives_its_exec_and_ends_with_the_machine()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");

        await fake.ShellAsync("one", "sleep 100 >/dev/null 2>&1 &");
        var seen = await fake.ShellAsync("one", "ps -o args | grep -c '^sleep 100$'");
        await fake.RunAsync("machine", "stop", "--name", "one");
        await fake.RunAsync("machine", "start", "--name", "one");
        var after = await fake.ShellAsync("one", "ps -o args | grep -c '^sleep 100$'");

        Assert.Equal("1\n", seen.StandardOutput);
        Assert.Equal("0\n", after.StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task Buffered_output_above_11_MiB_is_cut_up_to_0_9_0_and_an_error_later()
    {
        const string Flood = "head -c 12000000 /dev/zero | tr '\\0' x";
        using var old = new InstalledFake("0.9.0");
        using var current = new InstalledFake("1.9.3");
        await old.StartAsync("one");
        await current.StartAsync("one");

        var cut = await Sh.Runner.RunAsync(
            old.Command("machine", "exec", "--name", "one", "--", "sh", "-c", Flood) with { CaptureLimit = 20_000_000 },
            TestContext.Current.CancellationToken);
        var refused = await current.ShellAsync("one", Flood);

        Assert.Equal((0, 11_534_336), (cut.ExitCode, cut.StandardOutput.Length));
        Assert.Equal((1, ""), (refused.ExitCode, refused.StandardOutput));
        Assert.StartsWith("Error: agent operation failed: exec: command output exceeded", refused.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_machine_that_does_not_run_is_said_not_to()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.RunAsync("machine", "create", "--name", "one");

        var result = await ExecAsync(fake, "--", "true");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("machine 'one' is not running. Use", result.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_bare_machine_with_a_command_waits_for_it_at_its_start()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.RunAsync("machine", "create", "--name", "one", "--", "sh", "-c", "echo worked; exit 4");

        var started = await fake.RunAsync("machine", "start", "--name", "one");

        Assert.Equal(0, started.ExitCode);
        Assert.StartsWith("worked\n", started.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("workload exited with code 4", started.StandardError, StringComparison.Ordinal);
    }
}
