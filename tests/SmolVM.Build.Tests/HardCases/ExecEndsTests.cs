using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>Ctrl-C of a build that runs a program in the machine, which outlives builds.</summary>
public sealed class ExecEndsTests : IAsyncLifetime
{
    const string Busybox = "/run/smolvm/busybox";

    readonly TestProject project = TestProject.Small();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (await project.BuildAsync("-t:SmolDown")).EnsureSuccess();
        Assert.Empty(Leftovers.Of(project));
        project.Dispose();
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 600_000)]
    public async Task Interrupted_it_ends_the_program_and_leaves_the_machine_as_it_is()
    {
        (await project.BuildAsync("-t:SmolUp")).EnsureSuccess();

        var interrupted = await project.BuildAsync(
            (line, processId) => line.Trim() == "it runs" ? Signal.InterruptAsync(processId) : Task.CompletedTask,
            ["-t:SmolExec", $"-p:SmolCommand=echo kept > /kept && echo it runs && exec {Busybox} sleep 1000"]);
        var after = await project.BuildAsync("-t:SmolExec", $"-p:SmolCommand=! {Busybox} pidof sleep && {Busybox} cat /kept");

        Assert.NotEqual(0, interrupted.ExitCode);
        Assert.Contains("SmolExec was cancelled.", interrupted.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(": error ", interrupted.Output, StringComparison.Ordinal);
        after.EnsureSuccess();
        Assert.Contains("kept\n", after.Output, StringComparison.Ordinal);
    }
}
