using SmolVM.Processes;
using SmolVM.Xunit.Tests.Infra;

namespace SmolVM.Xunit.Tests;

/// <summary>Whatever ends a test process, nothing of its machines is left.</summary>
public sealed class EndTests(ChildProjects projects)
{
    const int Hup = 1;
    const int Int = 2;

    static readonly Dictionary<string, string?> AsIs = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 600_000)]
    [InlineData(Int)]
    [InlineData(Hup)]
    [InlineData(Signals.Term)]
    public async Task A_test_process_that_is_asked_to_end_leaves_nothing(int signal)
    {
        var project = await projects.Xunit3Async();
        await using var running = RunningSuite.Start(project, AsIs, "-class", "Suite.Ends.Holds");
        await running.SaysAsync("ready");

        await running.SignalAsync(signal);

        await Leftovers.EndAsync(project);
        Assert.Empty(Leftovers.RunDirectories(project));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_test_process_that_is_killed_leaves_no_machine_and_after_the_next_run_no_directory()
    {
        var project = await projects.Xunit3Async();
        await using var running = RunningSuite.Start(project, AsIs, "-class", "Suite.Ends.Holds");
        await running.SaysAsync("ready");

        await running.SignalAsync(Signals.Kill);

        await Leftovers.EndAsync(project);
        await EnsureNextRunSweepsAsync(project);
    }

    // What a debugger's stop is: the test host is killed, and who started it lives on.
    [Fact(Timeout = 600_000)]
    public async Task A_test_host_that_is_killed_under_dotnet_test_leaves_no_machine_and_after_the_next_run_no_directory()
    {
        var project = await projects.Xunit3Async();
        await using var running = RunningSuite.StartDotnetTest(project, "--filter-class", "Suite.Ends.Holds");
        var host = await running.BootsAsync(project);

        Signals.Send(host.Pid, Signals.Kill);

        Assert.NotEqual(0, (await running.EndAsync()).ExitCode);
        await Leftovers.EndAsync(project);
        await EnsureNextRunSweepsAsync(project);
    }

    // The other way round: what started the test host is killed, and the test host goes on to the end of its tests.
    [Trait("Category", "Stress")]
    [Theory(Timeout = 600_000)]
    [InlineData(Runner.Platform)]
    [InlineData(Runner.VsTest)]
    public async Task Machines_of_a_test_host_whose_runner_is_killed_end_with_its_tests(string runner)
    {
        var (project, filter) = runner == Runner.Platform
            ? (await projects.Xunit3Async(), "--filter-class=Suite.Ends.Next")
            : (await projects.VsTestAsync(), "--filter=FullyQualifiedName~Suite.Ends.Next");
        await using var running = RunningSuite.StartDotnetTest(project, filter);
        var host = await running.BootsAsync(project);

        Signals.Send(host.Parent, Signals.Kill);

        await running.EndAsync();
        await Leftovers.EndAsync(project);
        await EnsureNextRunSweepsAsync(project);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_test_process_that_is_killed_in_a_boot_leaves_nothing()
    {
        var project = await projects.Xunit3Async();
        await using var running = RunningSuite.Start(project, AsIs, "-class", "Suite.Ends.Holds");
        await running.BootsAsync(project);

        await running.SignalAsync(Signals.Kill);

        await Leftovers.EndAsync(project);
        await EnsureNextRunSweepsAsync(project);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_test_process_that_crashes_leaves_nothing()
    {
        var project = await projects.Xunit3Async();

        var run = await project.NativeAsync(AsIs, "-class", "Suite.Ends.Crashes");

        Assert.Equal(128 + 6, run.ExitCode);
        await Leftovers.EndAsync(project);
        await EnsureNextRunSweepsAsync(project);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_machine_is_kept_after_a_failure_until_the_run_is_interrupted()
    {
        var project = await projects.Xunit3Async();
        await using var running = RunningSuite.Start(
            project, new Dictionary<string, string?> { ["SMOLVM_KEEP"] = "1" }, "-class", "Suite.Ends.Keeps");
        var enter = (await running.SaysAsync("  ssh ")).Trim();

        var entered = await new CommandRunner().RunAsync(new Command("/bin/sh", "-c", $"{enter} cat /tmp/evidence"), Token);
        var result = await running.SignalAsync(Int);

        Assert.Equal("what the test left\n", entered.EnsureSuccess().StandardOutput);
        Assert.NotEqual(0, result.ExitCode);
        await Leftovers.EndAsync(project);
        Assert.Empty(Leftovers.RunDirectories(project));
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 1_200_000)]
    public async Task Test_processes_that_are_killed_at_any_moment_leave_nothing()
    {
        var project = await projects.Xunit3Async();
        for (var round = 0; round < 20; round++)
        {
            await using var running = RunningSuite.Start(project, AsIs, "-class", "Suite.Ends.Holds");
            await Task.Delay(round * 250, Token);

            await running.SignalAsync(Signals.Kill);

            await Leftovers.EndAsync(project);
        }
        await EnsureNextRunSweepsAsync(project);
    }

    static async Task EnsureNextRunSweepsAsync(ChildProject project)
    {
        var next = await project.NativeAsync(AsIs, "-class", "Suite.Ends.Next");
        Assert.True(next.ExitCode == 0, next.Text);
        Assert.Empty(Leftovers.RunDirectories(project));
    }
}
