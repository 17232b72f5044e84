using SmolVM.Packs;

namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeFaultTests : IDisposable
{
    readonly InstalledFake fake = new("1.9.3");

    public FakeFaultTests() => FakeRun.RequireRoot();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => fake.Dispose();

    [Theory(Timeout = 120_000)]
    [InlineData("no-kvm", "kvm not available: /dev/kvm does not exist")]
    [InlineData("kvm-denied", "kvm permission denied: cannot open /dev/kvm")]
    [InlineData("boot-timeout", "agent did not become ready within 30 seconds")]
    [InlineData("busy", "another process is already starting or running this VM")]
    public async Task A_start_fails_as_it_is_told(string fault, string reason)
    {
        await fake.RunAsync("machine", "create", "--name", "one");
        fake.Faults = fault;

        var started = await fake.RunAsync("machine", "start", "--name", "one");

        Assert.Equal(1, started.ExitCode);
        Assert.EndsWith($"Error: agent operation failed: start machine: {reason}\n", started.StandardError, StringComparison.Ordinal);
        Assert.Empty(fake.LivingMachines);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_database_is_locked_as_often_as_it_is_told()
    {
        fake.Faults = "locked-database:2";

        var first = await fake.RunAsync("machine", "ls");
        var second = await fake.RunAsync("machine", "ls");
        var third = await fake.RunAsync("machine", "ls");

        Assert.Equal((1, 1, 0), (first.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Equal("Error: database not available: database is locked\n", first.StandardError);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_guest_is_not_ready_as_often_as_it_is_told()
    {
        await fake.StartAsync("one");
        fake.Faults = "not-ready:1";

        Assert.Contains("is not running. Use", (await fake.ShellAsync("one", "true")).StandardError, StringComparison.Ordinal);
        Assert.Equal(0, (await fake.ShellAsync("one", "true")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_slow_start_takes_its_seconds()
    {
        await fake.RunAsync("machine", "create", "--name", "one");
        fake.Faults = "slow-start:1";

        var started = await fake.RunAsync("machine", "start", "--name", "one");

        Assert.InRange(started.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_start_that_holds_the_pipes_ends_and_its_pipes_do_not_until_the_machine_does()
    {
        await fake.RunAsync("machine", "create", "--name", "one");
        fake.Faults = "holds-pipes";
        var atEnd = new TaskCompletionSource();
        await using var starting = Sh.Runner.Start(fake.Command("machine", "start", "--name", "one") with
        {
            DrainGrace = TimeSpan.FromMinutes(1),
            Output = async (stream, token) =>
            {
                await new StreamReader(stream).ReadToEndAsync(token);
                atEnd.SetResult();
            },
        });
        await Ended.SoonAsync(starting.ProcessId, TimeSpan.FromSeconds(30));

        Assert.False(atEnd.Task.IsCompleted);
        await fake.RunAsync("machine", "stop", "--name", "one");
        await atEnd.Task.WaitAsync(Token);
    }

    [Fact(Timeout = 120_000)]
    public async Task Garbage_is_no_json()
    {
        await fake.RunAsync("machine", "create", "--name", "one");
        fake.Faults = "garbage-json";

        var list = await fake.RunAsync("machine", "ls", "--json");

        Assert.Equal(0, list.ExitCode);
        Assert.StartsWith("WARN deprecated\n[", list.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("]\n", list.StandardOutput[^3..], StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_crash_of_pack_create_leaves_a_stub_and_a_sidecar_without_an_end()
    {
        using var output = new TemporaryDirectory();
        fake.Faults = "crash-midway";

        var crashed = await fake.RunAsync("pack", "create", "--image", "any", "-o", output["p"]);

        Assert.Equal(101, crashed.ExitCode);
        Assert.Contains("panicked at", crashed.StandardError, StringComparison.Ordinal);
        Assert.Equal(["p", "p.smolmachine"], output.Entries);
        await Assert.ThrowsAsync<PackException>(() => SmolMachineFile.ReadManifestAsync(output["p.smolmachine"], Token));
    }

    [Fact(Timeout = 120_000)]
    public async Task Fifty_megabytes_come_on_both_streams()
    {
        await fake.StartAsync("one");
        fake.Faults = "output-50mb";
        var (output, error) = (0L, 0L);
        var command = fake.Command("machine", "exec", "--name", "one", "--", "true") with
        {
            Output = async (stream, token) => output = await CountAsync(stream, token),
            Error = async (stream, token) => error = await CountAsync(stream, token),
        };

        await Sh.Runner.RunAsync(command, Token);

        Assert.Equal((50_000_000, 50_000_000), (output, error));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_machine_that_is_killed_gives_137_and_no_output()
    {
        await fake.StartAsync("one");
        fake.Faults = "exit-137";

        var result = await fake.ShellAsync("one", "echo never");

        Assert.Equal((137, "", ""), (result.ExitCode, result.StandardOutput, result.StandardError));
    }

    [Fact(Timeout = 120_000)]
    public async Task Delete_says_Cancelled_and_deletes_nothing()
    {
        await fake.RunAsync("machine", "create", "--name", "one");
        fake.Faults = "cancelled";

        var deleted = await fake.RunAsync("machine", "delete", "--name", "one", "-f");

        Assert.Equal((0, "Cancelled\n"), (deleted.ExitCode, deleted.StandardOutput));
        Assert.Contains("\"one\"", (await fake.RunAsync("machine", "ls", "--json")).StandardOutput, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.6.13", 1)]
    [InlineData("1.7.0", 0)]
    public async Task A_pull_that_fails_leaves_the_machine_running_up_to_1_6_13(string version, int left)
    {
        using var old = new InstalledFake(version, "pull-fails");
        await old.RunAsync("machine", "create", "--name", "one", "--image", "any", "--net");

        Assert.Equal(1, (await old.RunAsync("machine", "start", "--name", "one")).ExitCode);

        Assert.Equal(left, old.LivingMachines.Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_call_that_hangs_ends_when_it_is_killed()
    {
        fake.Faults = "hangs";
        await using var hanging = Sh.Runner.Start(fake.Command("machine", "ls"));
        await fake.CalledAsync();

        hanging.Terminate();

        Assert.NotEqual(0, (await hanging.Completion.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_unknown_fault_is_a_mistake_of_the_test()
    {
        fake.Faults = "explodes";

        var result = await fake.RunAsync("machine", "ls");

        Assert.Contains("FAKE_SMOLVM_FAULT names 'explodes'", result.StandardError, StringComparison.Ordinal);
    }

    static async Task<long> CountAsync(Stream stream, CancellationToken token)
    {
        var (count, buffer) = (0L, new byte[1 << 16]);
        for (var read = -1; read != 0; count += read)
            read = await stream.ReadAsync(buffer, token);
        return count;
    }
}
