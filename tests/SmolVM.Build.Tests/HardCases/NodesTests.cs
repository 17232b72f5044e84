using SmolVM.Build.Tests.Infra;
using SmolVM.Packs;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>
/// Several projects at once, in processes, in threads, and in nodes that an earlier build left. Alone, for MSBuild keeps no node where it
/// sees those of other builds.
/// </summary>
[Collection(nameof(NodesTests))]
[CollectionDefinition(nameof(NodesTests), DisableParallelization = true)]
public sealed class NodesTests(NodesTests.TwoProjects projects) : IClassFixture<NodesTests.TwoProjects>
{
    /// <summary>Two projects and a file that packs both.</summary>
    public sealed class TwoProjects : IDisposable
    {
        public TwoProjects()
        {
            Second.Write("../both.proj", $"""
                <Project>
                  <ItemGroup><App Include="{First.Folder}/app.csproj;{Second.Folder}/app.csproj" /></ItemGroup>
                  <Target Name="Restore"><MSBuild Projects="@(App)" Targets="Restore" /></Target>
                  <Target Name="SmolPack"><MSBuild Projects="@(App)" Targets="SmolPack" BuildInParallel="true" /></Target>
                </Project>
                """);
            foreach (var project in new[] { First, Second })
                project.Environment["XDG_RUNTIME_DIR"] = Second.RunDirectory;
            // Nodes that know another salt are not taken for ours, nor ours by others.
            Second.Environment["MSBUILDNODEHANDSHAKESALT"] = Second.Root;
        }

        internal TestProject First { get; } = TestProject.Small("<SmolProvision Include='echo first > /who' />");

        internal TestProject Second { get; } = TestProject.Small("<SmolProvision Include='echo second > /who' />");

        /// <summary>Ends the nodes that keep running for a next build.</summary>
        public void Dispose()
        {
            Nodes.Kill(Second.Root);
            First.Dispose();
            Second.Dispose();
        }

        internal Task<BuildResult> PackAsync(params string[] arguments) =>
            Second.BuildAsync(["../both.proj", "-t:SmolPack", .. arguments]);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Threads_of_one_process_pack_a_project_each()
    {
        var build = await projects.PackAsync("-mt", "-m:2", "-p:SmolCpus=1");

        build.EnsureSuccess();
        await AssertPackedAsync(cpus: 1);
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task A_process_that_builds_again_takes_the_arguments_and_the_environment_of_the_new_build()
    {
        var environment = projects.Second.Environment;
        // The server stays whatever else runs; of the nodes beside it MSBuild keeps none where it sees many.
        environment["MSBUILDDISABLENODEREUSE"] = "0";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "1";
        environment["SOURCE_DATE_EPOCH"] = "1000000000";
        (await projects.PackAsync("-m:2", "-nodeReuse:true", "-p:SmolCpus=2")).EnsureSuccess();
        var server = Assert.Single(Nodes.Servers(projects.Second.Root));
        await AssertPackedAsync(cpus: 2, created: "2001-09-09T01:46:40");
        environment["SOURCE_DATE_EPOCH"] = "1100000000";

        (await projects.PackAsync("-m:2", "-nodeReuse:true", "-p:SmolCpus=3")).EnsureSuccess();

        await AssertPackedAsync(cpus: 3, created: "2004-11-09T11:33:20");
        Assert.Equal(server, Assert.Single(Nodes.Servers(projects.Second.Root)));
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task Nodes_that_live_on_between_builds_pack_again_and_are_shut_down()
    {
        var environment = projects.Second.Environment;
        environment["MSBUILDDISABLENODEREUSE"] = "0";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["SOURCE_DATE_EPOCH"] = "1000000000";
        (await projects.PackAsync("-m:2", "-p:SmolCpus=1")).EnsureSuccess();
        var node = Assert.Single(Nodes.Workers(projects.Second.Root));
        environment["SOURCE_DATE_EPOCH"] = "1100000000";

        (await projects.PackAsync("-m:2", "-p:SmolCpus=4")).EnsureSuccess();
        var again = Nodes.Workers(projects.Second.Root);
        var shutdown = await projects.Second.RunAsync(["build-server", "shutdown", "--msbuild"]);

        await AssertPackedAsync(cpus: 4, created: "2004-11-09T11:33:20");
        Assert.Equal([node], again);
        shutdown.EnsureSuccess();
        await Moment.WhenAsync(() => Nodes.Workers(projects.Second.Root).Count == 0, "the end of the nodes");
    }

    async Task AssertPackedAsync(int cpus, string created = "2")
    {
        Assert.Equal("first\n", await PackContent.TextAsync(projects.First.Pack, "who", Token));
        Assert.Equal("second\n", await PackContent.TextAsync(projects.Second.Pack, "who", Token));
        foreach (var pack in new[] { projects.First.Pack, projects.Second.Pack })
        {
            var manifest = await SmolMachineFile.ReadManifestAsync(pack, Token);
            Assert.Equal(cpus, manifest.Cpus);
            Assert.StartsWith(created, manifest.Created, StringComparison.Ordinal);
        }
        Assert.Empty(Leftovers.Of(projects.Second));
    }
}
