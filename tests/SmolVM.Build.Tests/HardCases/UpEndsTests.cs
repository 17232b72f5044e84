using SmolVM.Build.Stored;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>A build that ends while it boots the machine that is to outlive it.</summary>
[Trait("Category", "Stress")]
public sealed class UpEndsTests : IAsyncLifetime
{
    readonly TestProject project = TestProject.Small();

    string Name => ProjectMachine.Name(Path.Combine(project.Folder, "app.csproj"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (await project.BuildAsync("-t:SmolDown")).EnsureSuccess();
        Assert.Empty(Leftovers.Of(project));
        project.Dispose();
    }

    [Fact(Timeout = 600_000)]
    public async Task Interrupted_it_leaves_no_process_and_the_next_one_boots_it()
    {
        var interrupted = await EndAsync(Signal.InterruptAsync);

        Assert.NotEqual(0, interrupted.ExitCode);
        Assert.Empty(Leftovers.Processes(project));
        (await project.BuildAsync("-t:SmolUp")).EnsureSuccess();
    }

    [Fact(Timeout = 600_000)]
    public async Task Killed_it_leaves_a_machine_that_the_next_one_sweeps_before_it_boots_its_own()
    {
        await EndAsync(Signal.KillAsync);

        var up = await project.BuildAsync("-t:SmolUp");

        up.EnsureSuccess();
        Assert.Contains($"machine {Name} is running (process ", up.Output, StringComparison.Ordinal);
        Assert.Single(Leftovers.Processes(project), process => process.Contains("qemu-system", StringComparison.Ordinal));
    }

    async Task<BuildResult> EndAsync(Func<int, Task> end)
    {
        var ending = Task.CompletedTask;
        var build = await project.BuildAsync(
            (line, processId) =>
            {
                if (line.Contains("engine qemu:", StringComparison.Ordinal))
                    ending = EndWhenItBootsAsync(processId, end);
                return Task.CompletedTask;
            },
            ["-t:SmolUp", "-v:normal"]);
        await ending;
        return build;
    }

    async Task EndWhenItBootsAsync(int processId, Func<int, Task> end)
    {
        await Moment.WhenAsync(
            () => Leftovers.Processes(project).Any(process => process.Contains("smol.watch=off", StringComparison.Ordinal)), "the machine's QEMU");
        await end(processId);
    }
}
