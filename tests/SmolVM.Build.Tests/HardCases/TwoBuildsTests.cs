using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>Two builds of one project at once, as a person and their editor start them.</summary>
public sealed class TwoBuildsTests
{
    [Fact(Timeout = 300_000)]
    public async Task One_packs_and_the_other_waits_and_has_nothing_left_to_do()
    {
        using var project = TestProject.Small("""<SmolProvision Include='echo once > /once' />""");
        (await project.BuildAsync("-t:Restore")).EnsureSuccess();

        var builds = await Task.WhenAll(
            project.BuildAsync("-t:SmolPack", "--no-restore"), project.BuildAsync("-t:SmolPack", "--no-restore"));

        Assert.All(builds, build => build.EnsureSuccess());
        Assert.Single(builds, build => build.Output.Contains("  Packing smol-", StringComparison.Ordinal));
        Assert.Single(builds, build => build.Output.Contains("  Waiting for another build that packs app.", StringComparison.Ordinal));
        Assert.Equal("once\n", await PackContent.TextAsync(project.Pack, "once", TestContext.Current.CancellationToken));
        Assert.Empty(Leftovers.Of(project));
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task One_build_that_packs_a_project_twice_does_not_wait_for_itself()
    {
        using var project = TestProject.Small();
        project.Write("../both.proj", $"""
            <Project>
              <Target Name="Restore">
                <MSBuild Projects="{project.Folder}/app.csproj" Targets="Restore" />
              </Target>
              <Target Name="SmolPack">
                <ItemGroup>
                  <App Include="{project.Folder}/app.csproj" AdditionalProperties="SmolPackOutput=../one.smolmachine;SmolCpus=1" />
                  <App Include="{project.Folder}/app.csproj" AdditionalProperties="SmolPackOutput=../two.smolmachine;SmolCpus=3" />
                </ItemGroup>
                <MSBuild Projects="@(App)" Targets="SmolPack" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        var build = await project.BuildAsync("../both.proj", "-t:SmolPack", "-m:2", "-nodeReuse:false");

        build.EnsureSuccess();
        Assert.True(File.Exists(Path.Combine(project.Root, "one.smolmachine")));
        Assert.True(File.Exists(Path.Combine(project.Root, "two.smolmachine")));
        Assert.Empty(Leftovers.Of(project));
    }
}
