using System.Text.RegularExpressions;
using SmolVM.Xunit.Tests.Infra;

namespace SmolVM.Xunit.Tests;

/// <summary>What a user reads when a machine cannot be had: one run of them all, for each leaves something to be ended.</summary>
public sealed partial class FailureTests(ChildProjects projects) : IDisposable
{
    readonly TemporaryDirectory records = new();

    public void Dispose() => records.Dispose();

    [Fact(Timeout = 600_000)]
    public async Task Every_failure_says_what_and_why_and_leaves_nothing()
    {
        var project = await projects.Xunit3Async();

        var run = await project.NativeAsync(
            new Dictionary<string, string?> { ["SUITE_RECORDS"] = records.Path, ["SMOLVM_MEMORY_BUDGET_MIB"] = "800" },
            "-namespace",
            "Suite.Failures");

        // What the snapshot cannot have, for it differs from host to host.
        Assert.Matches(
            @"\nphase: (Spawn|Load|Boot|Freeze), after \d+\.\d s\nargv: \S*qemu-system-x86_64 .*too-slow.*\nexit code: ",
            run["DoesNotBoot.Test"].Message.ReplaceLineEndings("\n"));
        Assert.All(run.Tests, test => Assert.Equal("failed", test.Outcome));
        Assert.Empty(Leftovers.Hypervisors(project));
        Assert.Empty(Leftovers.RunDirectories(project));
        var texts = from test in run.Tests.OrderBy(test => test.Name, StringComparer.Ordinal)
                    select $"{test.Name}\n{Stable(test.Message, project)}";
        await Verify(string.Join("\n\n", texts));
    }

    /// <summary>Without what differs from run to run and from host to host.</summary>
    static string Stable(string message, ChildProject project)
    {
        var text = Argv().Replace(message.ReplaceLineEndings("\n"), "argv: {argv}");
        text = Phase().Replace(text, "phase: {phase}, after {time} s");
        text = Times().Replace(text, "after {time} s");
        text = Console().Replace(text, "console (tail): {console}");
        return text.Replace(project.Folder, "{project}", StringComparison.Ordinal);
    }

    [GeneratedRegex("argv: .+")]
    private static partial Regex Argv();

    [GeneratedRegex(@"phase: \w+, after \d+\.\d s")]
    private static partial Regex Phase();

    [GeneratedRegex(@"after \d+\.\d s")]
    private static partial Regex Times();

    [GeneratedRegex(@"console \(tail\): (.*|(\n  .*)+)")]
    private static partial Regex Console();
}
