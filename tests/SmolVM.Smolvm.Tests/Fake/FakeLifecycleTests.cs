using System.Text.Json;
using SmolVM.Processes;

namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeLifecycleTests
{
    public FakeLifecycleTests() => FakeRun.RequireRoot();

    static async Task<string> StateAsync(InstalledFake fake, string name)
    {
        var status = (await fake.RunAsync("machine", "status", "--name", name, "--json")).EnsureSuccess();
        using var json = JsonDocument.Parse(status.StandardOutput);
        return json.RootElement.GetProperty("state").GetString()!;
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0")]
    [InlineData("1.9.3")]
    public async Task A_machine_is_created_runs_is_stopped_and_deleted(string version)
    {
        using var fake = new InstalledFake(version);

        var created = await fake.RunAsync(["machine", "create", .. fake.Named("one")]);
        Assert.Equal("created", await StateAsync(fake, "one"));
        var started = await fake.RunAsync("machine", "start", "--name", "one");
        Assert.Equal("running", await StateAsync(fake, "one"));
        var again = await fake.RunAsync("machine", "start", "--name", "one");
        var stopped = await fake.RunAsync("machine", "stop", "--name", "one");
        Assert.Equal("stopped", await StateAsync(fake, "one"));
        var deleted = await fake.RunAsync(["machine", "delete", "-f", .. fake.Named("one")]);

        Assert.StartsWith("Created machine: one\n", created.StandardOutput, StringComparison.Ordinal);
        Assert.Matches(@"\AMachine 'one' running \(PID: \d+\)\n\z", started.StandardOutput);
        Assert.Matches(@"\AMachine 'one' already running \(PID: \d+\)\n\z", again.StandardOutput);
        Assert.Equal("Stopping machine 'one'...\nStopped machine: one\n", stopped.StandardOutput);
        Assert.Equal("Deleted machine: one\n", deleted.StandardOutput);
        Assert.Equal("[]\n", (await fake.RunAsync("machine", "ls", "--json")).StandardOutput);
        Assert.Empty(fake.LivingMachines);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", 0, 0)]
    [InlineData("0.8.1", 1, 1)]
    public async Task A_missing_machine_is_an_error_of_stop_and_data_dir_from_0_8_1(string version, int stop, int dataDirectory)
    {
        using var fake = new InstalledFake(version);

        Assert.Equal(stop, (await fake.RunAsync("machine", "stop", "--name", "none")).ExitCode);
        Assert.Equal(dataDirectory, (await fake.RunAsync("machine", "data-dir", "none")).ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", 1)]
    [InlineData("0.8.1", 0)]
    public async Task Deleting_a_running_machine_leaves_its_process_up_to_0_8_0(string version, int left)
    {
        using var fake = new InstalledFake(version);
        await fake.StartAsync("one");

        (await fake.RunAsync("machine", "delete", "-f", "one")).EnsureSuccess();

        Assert.Equal(left, fake.LivingMachines.Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task Delete_asks_and_takes_the_end_of_input_for_no()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.RunAsync("machine", "create", "--name", "one");

        var asked = await fake.RunAsync("machine", "delete", "--name", "one");

        Assert.Equal((0, "Cancelled\n"), (asked.ExitCode, asked.StandardOutput));
        Assert.Equal("created", await StateAsync(fake, "one"));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.9.0", "Error: config operation failed: create machine: machine 'one' already exists\n")]
    [InlineData("1.0.0", "Error: config operation failed: create machine: machine 'one' already exists or is being created\n")]
    public async Task A_name_is_taken_once(string version, string error)
    {
        using var fake = new InstalledFake(version);
        await fake.RunAsync("machine", "create", "one");

        var second = await fake.RunAsync("machine", "create", "one");

        Assert.Equal((1, error), (second.ExitCode, second.StandardError));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("-x", "0.8.0", 2)]
    [InlineData("_x", "0.8.0", 1)]
    [InlineData("x-", "0.8.0", 1)]
    [InlineData("x--y", "0.8.0", 1)]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx", "0.5.14", 1)]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx", "0.5.15", 0)]
    public async Task Names_are_checked(string name, string version, int exitCode)
    {
        using var fake = new InstalledFake(version);

        Assert.Equal(exitCode, (await fake.RunAsync("machine", "create", name)).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_running_machine_is_not_updated_and_a_stopped_one_is()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one", "--net");

        var running = await fake.RunAsync("machine", "update", "--name", "one", "--no-net");
        await fake.RunAsync("machine", "stop", "--name", "one");
        var stopped = await fake.RunAsync("machine", "update", "--name", "one", "--no-net");

        Assert.Equal((1, "Error: invalid vm state: expected stopped, got Running\n"), (running.ExitCode, running.StandardError));
        Assert.Equal("Updated machine 'one':\n  no-net\n", stopped.StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_machine_whose_process_was_killed_is_stopped()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");

        Signals.Send(Assert.Single(fake.LivingMachines), 9);

        Assert.Equal("stopped", await StateAsync(fake, "one"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Files_outlive_a_stop()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one");
        await fake.ShellAsync("one", "echo kept > /opt/kept; echo gone > /tmp/gone");

        await fake.RunAsync("machine", "stop", "--name", "one");
        await fake.RunAsync("machine", "start", "--name", "one");

        Assert.Equal("kept\n", (await fake.ShellAsync("one", "cat /opt/kept; cat /tmp/gone 2>/dev/null")).StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task Asking_before_the_first_start_makes_disks_that_the_start_keeps()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.RunAsync("machine", "create", "--name", "one", "--storage", "2");
        var folder = (await fake.RunAsync("machine", "data-dir", "--name", "one")).StandardOutput.Trim();

        await fake.RunAsync("machine", "status", "--name", "one");
        await fake.RunAsync("machine", "start", "--name", "one");

        Assert.Equal(20L << 30, new FileInfo(Path.Combine(folder, "storage.raw")).Length);
    }

    [Fact(Timeout = 120_000)]
    public async Task Up_to_0_5_20_one_call_shuts_out_the_others()
    {
        using var fake = new InstalledFake("0.5.12");
        await fake.StartAsync("one");
        await using var longCall = await fake.BeginAsync("one", "echo begun; sleep 60");

        var other = await fake.RunAsync("machine", "ls");

        Assert.Equal(
            (1, "Error: database not available: Database already open. Cannot acquire lock.\n"), (other.ExitCode, other.StandardError));
    }

    [Fact(Timeout = 120_000)]
    public async Task From_0_6_0_calls_run_at_the_same_time()
    {
        using var fake = new InstalledFake("0.6.0");
        await fake.StartAsync("one");
        await using var longCall = await fake.BeginAsync("one", "echo begun; sleep 60");

        Assert.Equal("second\n", (await fake.ShellAsync("one", "echo second")).StandardOutput);
    }
}
