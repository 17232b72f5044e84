using SmolVM.Tests.FakeSmolvm;
using SmolVM.Xunit.Tests.Infra;

namespace SmolVM.Xunit.Tests;

/// <summary>The same test project through the smolvm engine, over a fake of the program that runs real commands.</summary>
public sealed class SmolvmEngineTests(ChildProjects projects) : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = 600_000)]
    [InlineData("0.8.0", 0)]
    [InlineData("1.0.2", 0, Traits = ["Category", "Stress"])]
    [InlineData("1.9.3", 3)]
    public async Task A_test_project_runs_unchanged_through_the_smolvm_engine(string version, int forks)
    {
        using var fake = new InstalledFake(version);
        var project = await projects.Xunit3Async();

        var run = await project.NativeAsync(Environment(fake), "-namespace", "Suite.Engines");

        Assert.True(run.Tests.Count == 6 && run.Tests.Count(test => test.Outcome == "passed") == 5, run.Text);
        Assert.StartsWith($"engine smolvm: smolvm {version}", File.ReadAllText(folder["engine"]), StringComparison.Ordinal);
        Assert.Equal("from the project\n", File.ReadAllText(Path.Combine(project.Folder, "data.txt")));
        Assert.Contains(
            "The console of the machine 'smol-", run["OneMachine.Fails_with_its_console"].Output, StringComparison.Ordinal);
        // A machine that is frozen goes on as its first clone, and each test has another.
        Assert.Equal(forks, fake.Calls.Count(call => call.Contains("fork")));
        Assert.Empty(fake.LivingMachines);
        Assert.Empty(Directory.GetDirectories(folder["data/smolvm-dotnet/owners"]));
    }

    [Fact(Timeout = 600_000)]
    public async Task Tests_are_skipped_where_the_program_finds_no_hypervisor()
    {
        using var fake = new InstalledFake("1.9.3", "no-kvm");

        var run = await (await projects.Xunit3Async()).NativeAsync(Environment(fake), "-class", "Suite.Engines.FreshMachines");

        Assert.All(run.Tests, test => Assert.Equal("skipped", test.Outcome));
        Assert.Contains("kvm not available", run["First"].Message + run["First"].Output, StringComparison.Ordinal);
        Assert.Empty(fake.LivingMachines);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_test_process_that_is_killed_leaves_machines_which_the_next_run_removes()
    {
        using var fake = new InstalledFake("1.9.3");
        var project = await projects.Xunit3Async();
        await using (var running = RunningSuite.Start(project, Environment(fake), "-class", "Suite.Ends.Holds"))
        {
            await running.SaysAsync("ready");
            await running.SignalAsync(Processes.Signals.Kill);
        }
        Assert.Single(fake.LivingMachines);

        var next = await project.NativeAsync(Environment(fake), "-class", "Suite.Ends.Next");

        Assert.True(next.ExitCode == 0, next.Text);
        Assert.Empty(fake.LivingMachines);
    }

    Dictionary<string, string?> Environment(InstalledFake fake) => new()
    {
        ["SUITE_RECORDS"] = folder.Path,
        ["SMOLVM_ENGINE"] = "smolvm",
        ["SMOLVM_CLI"] = fake.Executable,
        ["SMOLVM_CACHE"] = folder["cache"],
        ["SMOLVM_DATA_DIR"] = folder["data"],
    };
}
