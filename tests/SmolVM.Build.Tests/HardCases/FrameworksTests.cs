using System.Text.Json;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>A project with several target frameworks has a pack for each.</summary>
[Trait("Category", "Stress")]
public sealed class FrameworksTests(FrameworksTests.Packed packed) : IClassFixture<FrameworksTests.Packed>
{
    /// <summary>A project that was packed for two frameworks at once.</summary>
    public sealed class Packed : IAsyncLifetime
    {
        internal TestProject Project { get; } = TestProject.Small(
            """<SmolProvision Include='echo "$SMOL_PUBLISH_DIR" > /framework' />""", frameworks: "net10.0;net9.0");

        internal BuildResult Build { get; private set; } = new(-1, "");

        public async ValueTask InitializeAsync() =>
            Build = await Project.BuildAsync("-t:SmolPack", "-m:2", "-nodeReuse:false", "-getTargetResult:SmolPack");

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void The_target_returns_the_pack_of_each()
    {
        packed.Build.EnsureSuccess();
        var result = JsonDocument.Parse(packed.Build.Output).RootElement.GetProperty("TargetResults").GetProperty("SmolPack");

        var packs = result.GetProperty("Items").EnumerateArray().Select(item => item.GetProperty("FullPath").GetString());

        Assert.Equal([packed.Project.PackOf("net10.0"), packed.Project.PackOf("net9.0")], packs);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("net10.0")]
    [InlineData("net9.0")]
    public async Task Each_pack_holds_what_its_own_framework_wrote(string framework)
    {
        var written = await PackContent.TextAsync(
            packed.Project.PackOf(framework), "framework", TestContext.Current.CancellationToken);

        Assert.EndsWith($"/obj/Debug/{framework}/smolpack/publish\n", written, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_second_build_has_nothing_to_do()
    {
        var written = File.GetLastWriteTimeUtc(packed.Project.PackOf("net9.0"));

        var build = await packed.Project.BuildAsync("-t:SmolPack", "--no-restore", "-p:SmolBootTimeout=none");

        build.EnsureSuccess();
        Assert.Equal(written, File.GetLastWriteTimeUtc(packed.Project.PackOf("net9.0")));
    }

    [Fact(Timeout = 120_000)]
    public async Task One_file_for_all_is_refused()
    {
        var build = await packed.Project.BuildAsync("-t:SmolPack", "--no-restore", "-p:SmolPackOutput=one.smolmachine");

        Assert.Equal(1, build.ExitCode);
        await Verify(build.Errors(packed.Project));
    }
}
