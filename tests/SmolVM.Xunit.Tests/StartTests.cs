using System.Globalization;
using System.Text.RegularExpressions;
using SmolVM.Xunit.Budget;
using SmolVM.Xunit.Tests.Infra;

namespace SmolVM.Xunit.Tests;

/// <summary>What comes before the boot of a machine, and its bounds.</summary>
public sealed partial class StartTests(ChildProjects projects) : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 600_000)]
    public async Task A_machine_does_not_start_before_a_core_is_free_of_other_starts()
    {
        var project = await projects.Xunit3Async();
        var slots = new BootSlots(Directory.CreateDirectory(Path.Combine(project.RunDirectory, "smolvm-tests")).FullName, 2);
        using var first = await slots.TakeAsync(null, Token);
        var second = await slots.TakeAsync(null, Token);
        await using var running = RunningSuite.Start(
            project, new Dictionary<string, string?> { ["DOTNET_PROCESSOR_COUNT"] = "2" }, "-class", "Suite.Ends.Next");

        await running.SaysAsync("smolvm: Waiting for another start to end: 2 at once, as many as there are processors.");
        Assert.Empty(Leftovers.Hypervisors(project));
        second.Dispose();

        Assert.Equal(0, (await running.EndAsync()).ExitCode);
    }

    // From nothing: packages are fetched, the kit and the image are built, all with a boot time-out of a millisecond.
    [Trait("Category", "Stress")]
    [Fact(Timeout = 1_800_000)]
    public async Task The_preparation_of_an_image_shows_its_steps_and_does_not_use_up_the_time_of_the_boot()
    {
        var project = await projects.Xunit3Async();

        var run = await project.NativeAsync(
            new Dictionary<string, string?> { ["SMOLVM_CACHE"] = folder["cache"] }, "-class", "Suite.Failures.DoesNotBoot");

        Assert.Contains("smolvm: Preparing the kit", run.Process.StandardError, StringComparison.Ordinal);
        Assert.Contains("smolvm: Preparing the base image", run.Process.StandardError, StringComparison.Ordinal);
        Assert.Contains("was not ready within 0 s", run["DoesNotBoot.Test"].Message, StringComparison.Ordinal);
        // The clock of the boot began with the boot.
        var seconds = double.Parse(BootTime().Match(run["DoesNotBoot.Test"].Message).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(TimeSpan.FromSeconds(seconds), TimeSpan.Zero, run.Process.Elapsed / 2);
        Assert.NotEmpty(Directory.GetDirectories(folder["cache/kits"]));
    }

    [GeneratedRegex(@"phase: \w+, after (\d+\.\d) s")]
    private static partial Regex BootTime();
}
