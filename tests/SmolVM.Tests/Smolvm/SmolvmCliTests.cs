using System.Diagnostics;
using SmolVM.Smolvm;
using static SmolVM.Tests.Smolvm.Argv;

namespace SmolVM.Tests.Smolvm;

public sealed class SmolvmCliTests
{
    readonly JumpingTime time = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_is_thrown_with_command_code_and_words()
    {
        using var script = new ScriptedCli("echo 'warning: old' >&2; echo \"Error: machine 'a b' not found\" >&2; exit 1");

        var failure = await Assert.ThrowsAsync<SmolvmException>(
            () => script.Cli(V193).RunAsync(MachineVerbs.Stop("a", V193), SmolvmCall.Short, Token));

        Assert.Equal((SmolvmFailure.NotFound, 1, Errors.ErrorCodes.Smolvm), (failure.Reason, failure.ExitCode, failure.Code));
        Assert.Equal([script.Executable, "machine", "stop", "--name", "a"], failure.Argv);
        Assert.Contains("machine stop --name a' ended with exit code 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("warning: old", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("database is locked")]
    [InlineData("another process is already starting or running this VM")]
    public async Task What_was_only_in_the_way_is_tried_again(string text)
    {
        using var script = new ScriptedCli($"[ $calls -ge 3 ] || {{ echo 'Error: {text}' >&2; exit 1; }}");

        await script.Cli(V193, time).RunAsync(MachineVerbs.Start("a", V193), SmolvmCall.Short, Token);

        Assert.Equal(4, script.Calls.Count);
    }

    [Fact]
    public async Task What_stays_in_the_way_is_given_up_after_eight_tries_within_ten_seconds()
    {
        using var script = new ScriptedCli("echo 'Error: Database already open' >&2; exit 1");

        var failure = await Assert.ThrowsAsync<SmolvmException>(
            () => script.Cli(V193, time).RunAsync(MachineVerbs.List(), SmolvmCall.Short, Token));

        Assert.Equal(SmolvmFailure.DatabaseBusy, failure.Reason);
        Assert.Equal(8, script.Calls.Count);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Another_failure_is_not_tried_again()
    {
        using var script = new ScriptedCli("echo 'Error: kvm not available: no device' >&2; exit 1");

        await Assert.ThrowsAsync<SmolvmException>(
            () => script.Cli(V193, time).RunAsync(MachineVerbs.Start("a", V193), SmolvmCall.Short, Token));

        Assert.Single(script.Calls);
    }

    [Fact]
    public async Task A_machine_that_exists_after_a_second_try_was_made_by_the_first()
    {
        using var script = new ScriptedCli("""
            [ $calls -eq 0 ] && { echo 'Error: database is locked' >&2; exit 1; }
            echo "Error: create machine: machine 'a' already exists" >&2
            exit 1
            """);

        await script.Cli(V193, time).RunAsync(new MachineCreate("a").Argv(V193), SmolvmCall.Short, Token);

        Assert.Equal(2, script.Calls.Count);
    }

    [Fact]
    public async Task A_machine_is_stopped_before_it_is_deleted()
    {
        using var script = new ScriptedCli("exit 0");

        await script.Cli(V080).DeleteAsync("a", Token);

        Assert.Equal(["machine stop --name a", "machine delete -f a"], script.Calls);
    }

    [Fact]
    public async Task A_deletion_that_was_cancelled_is_no_success()
    {
        using var script = new ScriptedCli("[ \"$2\" = stop ] || echo Cancelled");

        var failure = await Assert.ThrowsAsync<SmolvmException>(() => script.Cli(V193).DeleteAsync("a", Token));

        Assert.Equal(SmolvmFailure.Cancelled, failure.Reason);
    }

    [Fact]
    public async Task A_machine_that_is_gone_already_counts_as_deleted()
    {
        using var script = new ScriptedCli("echo 'Error: vm not found: a' >&2; exit 1");

        await script.Cli(V193).DeleteAsync("a", Token);

        Assert.Equal(["machine stop --name a"], script.Calls);
    }

    [Theory]
    [InlineData("{not json")]
    [InlineData("null")]
    [InlineData("[{\"state\":\"running\"}]")]
    public async Task A_list_that_cannot_be_read_is_no_empty_list(string output)
    {
        using var script = new ScriptedCli($"printf '%s' '{output}'");

        Assert.Equal(SmolvmFailure.BadOutput, (await Assert.ThrowsAsync<SmolvmException>(() => script.Cli(V193).ListAsync(Token))).Reason);
    }

    [Fact]
    public async Task A_list_is_read_with_states_and_fields_that_are_not_known()
    {
        using var script = new ScriptedCli(
            """echo '[{"name":"a","state":"dreaming","created_at":7,"network":true,"new":{"x":1}}]'""");

        Assert.Equal(
            [new SmolvmMachineInfo { Name = "a", State = "dreaming", CreatedAt = 7, Network = true }],
            await script.Cli(V193).ListAsync(Token));
    }

    [Fact]
    public async Task An_exec_returns_equal_values_whatever_its_exit_code()
    {
        using var script = new ScriptedCli("echo out; echo err >&2; exit 42");
        var exec = new MachineExec("a", ["x"]);

        var first = await script.Cli(V193).ExecAsync(exec, Token);

        Assert.Equal(new SmolvmExecResult(42, "out\n", "err\n"), first);
        Assert.Equal(first, await script.Cli(V193).ExecAsync(exec, Token));
    }

    [Fact]
    public async Task An_exec_tells_the_programs_own_failure()
    {
        using var script = new ScriptedCli("echo \"Error: machine 'a' is not running. Use 'smolvm machine start'\" >&2; exit 1");

        Assert.Equal(SmolvmFailure.NotRunning, (await script.Cli(V193).ExecAsync(new MachineExec("a", ["x"]), Token)).Failure);
    }

    [Fact]
    public async Task A_daemon_that_holds_the_pipes_keeps_nobody()
    {
        using var script = new ScriptedCli("sleep 60 & echo started");

        var call = script.Cli(V193).RunAsync(MachineVerbs.Start("a", V193), SmolvmCall.Short, Token);
        var result = await call.WaitAsync(TimeSpan.FromSeconds(20), Token);

        Assert.Equal("started\n", result.StandardOutput);
    }

    [Fact]
    public async Task Cancellation_ends_the_program_within_five_seconds()
    {
        using var script = new ScriptedCli("trap '' TERM; : > \"$log.up\"; while :; do sleep 1; done");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = script.Cli(V193).RunAsync(MachineVerbs.List(), SmolvmCall.Short, cancel.Token);
        await Appears(Path.Combine(script.Folder, "calls.up"));
        var clock = Stopwatch.StartNew();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task The_program_gets_no_variable_that_is_none_of_its_business()
    {
        using var script = new ScriptedCli("env");
        var environment = SmolvmEnvironment.Reduce(
            new Dictionary<string, string>
            {
                ["GITHUB_TOKEN"] = "x",
                ["SMOLVM_ENGINE"] = "smolvm",
                ["PATH"] = "/bin",
                ["SMOLVM_LIB_DIR"] = "/l",
                ["https_proxy"] = "p",
            });

        Assert.Equal(new Dictionary<string, string?> { ["GITHUB_TOKEN"] = null, ["SMOLVM_ENGINE"] = null }, environment);
        var seen = await script.Cli(V193).RunAsync(MachineVerbs.List(), SmolvmCall.Short, Token);
        Assert.DoesNotContain("DOTNET_", seen.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_an_old_version_cannot_bear_side_by_side_wait_for_one_another()
    {
        using var script = new ScriptedCli("mkdir \"$log.busy\" || exit 9; sleep 0.05; rmdir \"$log.busy\"");
        var old = new SmolvmVersion(0, 5, 20);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => script.Cli(old).RunAsync(MachineVerbs.List(), SmolvmCall.Short, Token)));

        Assert.Equal(4, script.Calls.Count);
    }

    static async Task Appears(string file)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!);
        var seen = new TaskCompletionSource();
        watcher.Created += (_, created) => _ = created.FullPath == file && seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(file))
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }
}
