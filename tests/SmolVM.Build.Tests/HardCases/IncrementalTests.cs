using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>
/// What makes a pack out of date. One project is packed for all; then a boot time-out that is refused, which is no part of a pack, tells
/// without a machine whether a pack would be made again.
/// </summary>
public sealed class IncrementalTests(IncrementalTests.Packed packed) : IClassFixture<IncrementalTests.Packed>
{
    /// <summary>A project whose machine reads its own files, a mount, and an image that is a directory.</summary>
    public sealed class Packed : IAsyncLifetime
    {
        const string Items = """
            <SmolProvision Include='cat "$SMOL_PROJECT_DIR/notes.txt" /data/one.txt > /content' />
            <SmolMount Include="../data" GuestPath="/data" />
            <SmolMount Include="../report" GuestPath="/report" Writable="true" />
            <SmolEnv Include="COLOUR" Value="$([System.IO.File]::ReadAllText('$(MSBuildProjectDirectory)/../colour.txt'))" />
            <SmolPackInput Include="../recipe.txt" />
            """;

        internal TestProject Project { get; } = TestProject.Small(Items);

        public async ValueTask InitializeAsync()
        {
            Project.Write("notes.txt", "notes");
            Project.Write("../data/one.txt", "one");
            Project.Write("../data/two.txt", "two");
            Project.Write("../report/log.txt", "");
            Project.Write("../colour.txt", "red");
            Project.Write("../recipe.txt", "salt");
            // A circle: who follows links never comes back.
            Directory.CreateSymbolicLink(Path.Combine(Project.Root, "data/self"), ".");
            (await Project.BuildAsync("-t:SmolPack")).EnsureSuccess();
        }

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Builds again what was up to date before the change.</summary>
        internal async Task<BuildResult> BuildAfterAsync(Action change)
        {
            File.SetLastWriteTimeUtc(Project.Pack, DateTime.UtcNow);
            change();
            return await Project.BuildAsync("-t:SmolPack", "--no-restore", "-p:SmolBootTimeout=none");
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Nothing_that_changed_is_nothing_to_do()
    {
        var build = await packed.BuildAfterAsync(() => { });

        build.EnsureSuccess();
        Assert.Contains($"app -> {packed.Project.Pack}", build.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_the_guest_writes_to_a_mount_is_no_input()
    {
        var build = await packed.BuildAfterAsync(() => packed.Project.Write("../report/log.txt", "written by the guest"));

        build.EnsureSuccess();
    }

    [Theory(Timeout = 120_000)]
    [InlineData("Program.cs")]
    [InlineData("notes.txt")]
    [InlineData("another.txt")]
    [InlineData("../data/one.txt")]
    [InlineData("../data/below/another.txt")]
    [InlineData("../rootfs/etc/motd")]
    [InlineData("../colour.txt")]
    [InlineData("../recipe.txt")]
    public async Task A_file_that_is_written_makes_the_pack_again(string file)
    {
        var build = await packed.BuildAfterAsync(() => packed.Project.Append(file, "// changed"));

        AssertMadeAgain(build);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_of_a_mount_that_is_gone_makes_the_pack_again()
    {
        var build = await packed.BuildAfterAsync(() => File.Delete(Path.Combine(packed.Project.Root, "data/two.txt")));

        AssertMadeAgain(build);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_old_file_that_is_put_back_makes_the_pack_again()
    {
        var file = Path.Combine(packed.Project.Folder, "notes.txt");

        var build = await packed.BuildAfterAsync(() => File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch));

        AssertMadeAgain(build);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_rebuild_makes_the_pack_again()
    {
        var pack = await File.ReadAllBytesAsync(packed.Project.Pack, TestContext.Current.CancellationToken);

        var build = await packed.Project.BuildAsync("-t:Rebuild;SmolPack", "--no-restore", "-p:SmolBootTimeout=none");

        AssertMadeAgain(build);
        Assert.False(File.Exists(packed.Project.Pack));
        // The other tests go on from what was packed.
        await File.WriteAllBytesAsync(packed.Project.Pack, pack, TestContext.Current.CancellationToken);
    }

    static void AssertMadeAgain(BuildResult build) =>
        Assert.Contains("error SMOL0040: SmolBootTimeout has the value 'none'", build.Output, StringComparison.Ordinal);
}
