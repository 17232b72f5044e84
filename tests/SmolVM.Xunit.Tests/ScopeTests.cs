using SmolVM.Xunit.Tests.Infra;

namespace SmolVM.Xunit.Tests;

/// <summary>Who gets which machine.</summary>
public sealed class ScopeTests(ChildProjects projects) : IDisposable
{
    readonly TemporaryDirectory records = new();

    Dictionary<string, string?> Environment => new() { ["SUITE_RECORDS"] = records.Path };

    public void Dispose() => records.Dispose();

    [Fact(Timeout = 600_000)]
    public async Task Classes_have_their_own_machine_or_share_one_and_tests_have_fresh_ones()
    {
        var project = await projects.Xunit3Async();

        var run = await project.NativeAsync(Environment, "-namespace", "Suite.Scopes", "-maxThreads", "4");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Equal(12, run.Tests.Count);
        Assert.Single(Lines("first own").Distinct());
        Assert.Single(Lines("shared").Distinct());
        Assert.Equal(2, Lines("shared").Length);
        Assert.Equal(2, Lines("inherited").Distinct().Count());
        Assert.Equal(6, new[] { "first own", "second own", "shared", "plain", "inherited" }.SelectMany(Lines).Distinct().Count());
        Assert.Equal(2, Lines("fresh").Distinct().Count());
        Assert.Equal(["a name for reports"], Lines("collection"));
        Assert.Empty(Leftovers.RunDirectories(project));
    }

    [Fact(Timeout = 600_000)]
    public async Task Classes_of_an_assembly_share_its_machine_unless_they_have_their_own()
    {
        var run = await (await projects.AssemblyAsync()).NativeAsync(Environment);

        Assert.Equal((1, 5), (run.ExitCode, run.Tests.Count));
        Assert.Single(Lines("assembly").Distinct());
        Assert.Equal(2, Lines("assembly").Length);
        Assert.NotEqual(Lines("assembly")[0], Assert.Single(Lines("class")));
        var failed = run["Overrides.Fails_with_one_attachment"];
        Assert.Equal(("on purpose", "once"), (failed.Message, failed.Console?.Trim()));
        Assert.Single(failed.Output.Split('\n'), line => line.Contains("during this test", StringComparison.Ordinal));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_machine_of_an_assembly_that_does_not_start_fails_the_tests_that_take_it_and_no_others()
    {
        var run = await (await projects.AssemblyAsync()).NativeAsync(
            new Dictionary<string, string?>(Environment) { ["SMOLVM_MEMORY_BUDGET_MIB"] = "100" });

        Assert.Equal(("failed", "failed"), (run["First.Has_the_settings_of_the_assembly"].Outcome, run["Second.Records"].Outcome));
        Assert.Contains("does not fit into the budget of 100 MiB", run["Second.Records"].Message, StringComparison.Ordinal);
        Assert.Equal("passed", run["UsesNone.Passes"].Outcome);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_class_of_its_own_gets_memory_beside_the_machine_of_its_assembly()
    {
        var run = await (await projects.AssemblyAsync()).NativeAsync(
            new Dictionary<string, string?>(Environment) { ["SMOLVM_MEMORY_BUDGET_MIB"] = "600" });

        Assert.Equal("passed", run["Overrides.Has_the_settings_of_the_class"].Outcome);
        Assert.Equal("passed", run["First.Has_the_settings_of_the_assembly"].Outcome);
    }

    [Fact(Timeout = 600_000)]
    public async Task Tests_of_one_class_may_run_at_once()
    {
        var run = await (await projects.Xunit4Async()).AutomatedAsync(
            Environment, "-namespace", "Suite.Parallel", "-parallelMode", "all", "-maxThreads", "4");

        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Equal(4, run.Tests.Count);
    }

    [Fact(Timeout = 600_000)]
    public async Task Machines_of_two_processes_keep_within_one_budget()
    {
        var project = await projects.Xunit3Async();
        var environment = new Dictionary<string, string?>(Environment) { ["SMOLVM_MEMORY_BUDGET_MIB"] = "600" };

        var runs = await Task.WhenAll(
            project.NativeAsync(environment, "-namespace", "Suite.Budgeted"),
            project.NativeAsync(environment, "-namespace", "Suite.Budgeted"));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Text));
        Assert.Equal(Enumerable.Repeat<string[]>(["begins", "ends"], 4).SelectMany(pair => pair), Lines("use"));
    }

    string[] Lines(string record) => File.ReadAllLines(records[record]);
}
