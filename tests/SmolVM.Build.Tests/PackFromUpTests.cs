using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>A machine that goes on between builds becomes a pack, and goes on.</summary>
public sealed class PackFromUpTests : IAsyncLifetime
{
    readonly TestProject project = TestProject.Small();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        (await project.BuildAsync("-t:SmolDown")).EnsureSuccess();
        Assert.Empty(Leftovers.Processes(project));
        project.Dispose();
    }

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task The_machine_of_the_project_is_packed_while_it_runs()
    {
        (await project.BuildAsync("-t:SmolUp;SmolExec;SmolPackFromVm", "-p:SmolCommand=echo kept > /kept")).EnsureSuccess();
        var after = await project.BuildAsync("-t:SmolExec", "-p:SmolCommand=cat /kept");

        var pack = Path.Combine(project.Folder, "bin/Debug/net10.0/smolpack/app-vm.smolmachine");
        Assert.Equal("kept\n", await PackContent.TextAsync(pack, "kept", TestContext.Current.CancellationToken));
        after.EnsureSuccess();
        Assert.Contains("kept\n", after.Output, StringComparison.Ordinal);
    }
}
