using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>The items that <c>docs/msbuild.md</c> shows do what it says.</summary>
public sealed class PageExampleTests : IDisposable
{
    readonly TestProject project = new();

    public void Dispose() => project.Dispose();

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task Commands_and_mounts_of_the_page_are_run_and_made()
    {
        var far = Path.Combine(project.Root, "data", "far");
        project.Write("Directory.Build.targets", File.ReadAllText(Repository.Path("tests/SmolVM.Build.Tests/Examples/Items.targets")));
        project.Write("data/one", "one\n");
        project.Write("install.sh", $"cat /opt/data/one /fixtures/seed '{far}' > /report/all\n");
        project.Write("../fixtures/seed", "seed\n");
        project.Write(far, "far\n");
        project.Write("bin/Debug/net10.0/report/old", "");

        (await project.BuildAsync("-t:SmolPack")).EnsureSuccess();

        Assert.Equal("one\nseed\nfar\n", File.ReadAllText(Path.Combine(project.Folder, "bin/Debug/net10.0/report/all")));
        Assert.Equal("one\n", await PackContent.TextAsync(project.Pack, "opt/data/one", TestContext.Current.CancellationToken));
    }
}
