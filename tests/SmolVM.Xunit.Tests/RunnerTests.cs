using SmolVM.Xunit.Tests.Infra;

namespace SmolVM.Xunit.Tests;

/// <summary>A small suite in each of the four runners: what it reports, and how it ends.</summary>
public sealed class RunnerTests(ChildProjects projects)
{
    static readonly Dictionary<string, string?> AsIs = [];

    /// <summary>A PATH that has dotnet and no hypervisor.</summary>
    static readonly Dictionary<string, string?> WithoutQemu = new()
    {
        ["PATH"] = Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!),
    };

    [Theory(Timeout = 600_000)]
    [InlineData(Runner.Platform, 2)]
    [InlineData(Runner.VsTest, 1)]
    [InlineData(Runner.Native, 1)]
    [InlineData(Runner.Xunit4, 1)]
    public async Task Results_output_and_the_console_of_a_failed_test_are_reported(string runner, int exitCode)
    {
        var run = await Runner.RunAsync(projects, runner, AsIs);

        Assert.Equal("passed", run["WithMachine.Reads_the_project"].Outcome);
        Assert.Equal("passed", run["WithoutMachine.Needs_none"].Outcome);
        var failed = run["WithMachine.Fails_after_the_console_spoke"];
        Assert.Equal(("failed", "on purpose"), (failed.Outcome, failed.Message));
        Assert.Contains(
            "The console of the machine 'runners' during this test (tail): \n  the console speaks",
            failed.Output,
            StringComparison.Ordinal);
        Assert.Equal("the console speaks", failed.Console?.Trim());
        Assert.Null(run["WithMachine.Reads_the_project"].Console);
        Assert.Equal((3, exitCode), (run.Tests.Count, run.ExitCode));
    }

    [Theory(Timeout = 600_000)]
    [InlineData(Runner.Platform)]
    [InlineData(Runner.VsTest)]
    [InlineData(Runner.Native)]
    [InlineData(Runner.Xunit4)]
    public async Task Tests_of_a_host_without_an_engine_are_skipped_with_the_reason(string runner)
    {
        var run = await Runner.RunAsync(projects, runner, WithoutQemu);

        var skipped = run["WithMachine.Reads_the_project"];
        Assert.Equal("skipped", skipped.Outcome);
        Assert.Equal("skipped", run["WithMachine.Fails_after_the_console_spoke"].Outcome);
        Assert.Equal("passed", run["WithoutMachine.Needs_none"].Outcome);
        Assert.Contains("No machine can run on this host: ", skipped.Message + skipped.Output, StringComparison.Ordinal);
        Assert.Contains("apt-get install qemu-system-x86", skipped.Message + skipped.Output, StringComparison.Ordinal);
        Assert.Equal((3, 0), (run.Tests.Count, run.ExitCode));
    }

    [Theory(Timeout = 600_000)]
    [InlineData(Runner.Native)]
    [InlineData(Runner.Xunit4)]
    public async Task Tests_of_a_host_without_an_engine_fail_where_machines_are_required(string runner)
    {
        var run = await Runner.RunAsync(projects, runner, new Dictionary<string, string?>(WithoutQemu) { ["SMOLVM_REQUIRED"] = "1" });

        var failed = run["WithMachine.Reads_the_project"];
        Assert.Equal(("failed", "passed"), (failed.Outcome, run["WithoutMachine.Needs_none"].Outcome));
        Assert.Contains("apt-get install qemu-system-x86", failed.Message, StringComparison.Ordinal);
        Assert.Equal((3, 1), (run.Tests.Count, run.ExitCode));
    }

    [Fact(Timeout = 600_000)]
    public async Task Tests_of_a_host_without_an_engine_fail_where_xunit_makes_skips_failures()
    {
        var run = await (await projects.Xunit3Async()).NativeAsync(WithoutQemu, "-namespace", "Suite.Runners", "-failSkips");

        var failed = run["WithMachine.Reads_the_project"];
        Assert.Equal(("failed", 1), (failed.Outcome, run.ExitCode));
        await Verify(failed.Message.ReplaceLineEndings("\n").Replace(WithoutQemu["PATH"]!, "{path}", StringComparison.Ordinal));
    }
}
