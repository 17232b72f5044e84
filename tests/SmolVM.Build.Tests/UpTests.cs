using System.Text.Json;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>A machine that goes on between builds, each of which is a process of its own.</summary>
public sealed class UpTests : IAsyncLifetime
{
    readonly TestProject project = new(
        """
        <SmolPort Include="8080" />
        <SmolEnv Include="COLOUR" Value="red;green" />
        """);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (await project.BuildAsync("-t:SmolDown")).EnsureSuccess();
        Assert.Empty(Leftovers.Of(project));
        project.Dispose();
    }

    [Fact(Timeout = 600_000)]
    public async Task A_machine_is_booted_used_by_other_builds_stopped_started_and_deleted()
    {
        project.Write("edited.txt", "first\n");
        var up = await project.BuildAsync("-t:SmolUp", "-getTargetResult:SmolUp");
        var first = await ExecAsync("cat edited.txt; echo $COLOUR; echo kept > /etc/kept; echo guest > own.txt; echo wrong >&2");
        project.Write("edited.txt", "second, and longer\n");
        var second = await ExecAsync("cat edited.txt own.txt");
        var failed = await ExecAsync("echo before; exit 3");
        var again = await project.BuildAsync("-t:SmolUp");
        var status = await project.BuildAsync("-t:SmolStatus", "-getTargetResult:SmolStatus");
        var shell = await project.BuildAsync("-t:SmolShell", "-v:minimal");
        var other = await project.BuildAsync("-t:SmolUp", "-p:SmolMemory=640");
        var stopped = await project.BuildAsync("-t:SmolDown", "-p:SmolKeepDisk=true");
        var unreachable = await ExecAsync("true");
        var started = await project.BuildAsync("-t:SmolUp");
        var third = await ExecAsync("cat /etc/kept own.txt");

        var item = Item(up, "SmolUp");
        Assert.Equal("running", item.GetProperty("State").GetString());
        Assert.Matches(@"^8080=127\.0\.0\.1:\d+$", item.GetProperty("Ports").GetString());
        Assert.Contains("first\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("red;green\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("wrong\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("second, and longer\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("guest\n", second.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(project.Folder, "own.txt")));
        Assert.Contains("before\n", failed.Output, StringComparison.Ordinal);
        Assert.Contains("is running (process ", again.Output, StringComparison.Ordinal);
        Assert.Equal(item.GetProperty("ProcessId").GetString(), Item(status, "SmolStatus").GetProperty("ProcessId").GetString());
        Assert.Matches(@"(?m)^\s*ssh .*-p \d+ root@127\.0\.0\.1$", shell.Output);
        stopped.EnsureSuccess();
        started.EnsureSuccess();
        Assert.Contains("kept\n", third.Output, StringComparison.Ordinal);
        Assert.Contains("guest\n", third.Output, StringComparison.Ordinal);
        await Verify(string.Join("\n\n", new[] { failed, other, unreachable }.Select(build => build.Errors(project)))
            .Replace(item.GetProperty("Identity").GetString()!, "{machine}", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_a_machine_each_target_says_so()
    {
        var status = await project.BuildAsync("-t:SmolStatus");
        var down = await project.BuildAsync("-t:SmolDown", "-p:SmolKeepDisk=true");
        var exec = await ExecAsync("true");
        var shell = await project.BuildAsync("-t:SmolShell");

        Assert.Contains("there is no machine app-", status.Output, StringComparison.Ordinal);
        Assert.Contains("there is no machine app-", down.Output, StringComparison.Ordinal);
        Assert.Contains("error SMOL0025: There is no machine 'app-", exec.Output, StringComparison.Ordinal);
        Assert.Contains("error SMOL0025: There is no machine 'app-", shell.Output, StringComparison.Ordinal);
    }

    Task<BuildResult> ExecAsync(string line) =>
        project.BuildAsync("-t:SmolExec", $"-p:SmolCommand={line.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal)}");

    static JsonElement Item(BuildResult build, string target)
    {
        build.EnsureSuccess();
        var json = build.Output[build.Output.IndexOf('{', StringComparison.Ordinal)..];
        return JsonDocument.Parse(json).RootElement.GetProperty("TargetResults").GetProperty(target).GetProperty("Items")[0];
    }
}
