using System.Text.Json;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>Names with all that MSBuild and the SDK themselves can build.</summary>
[Trait("Category", "Stress")]
public sealed class PathTests
{
    // After a semicolon in its directory the SDK compiles in every build: that has a test of its own below.
    const string Nasty = """it's 100% "bäd", a,b@c $(x) 日本""";

    [Fact(Timeout = 300_000)]
    public async Task A_project_packs_whatever_its_directory_is_called()
    {
        using var project = TestProject.Small(
            """
            <SmolProvision Include="cat notes.txt /data/data.txt > /read" />
            <SmolProvision Include="publish" Command='ls "$SMOL_PUBLISH_DIR/$SMOL_ASSEMBLY_NAME.dll" >> /read' />
            <SmolMount Include="../$([MSBuild]::Escape($([System.IO.File]::ReadAllText('$(MSBuildProjectDirectory)/../mount.txt'))))"
                       GuestPath="/data" />
            """,
            name: Nasty);
        project.Write("../mount.txt", $"data; {Nasty}");
        project.Write($"../data; {Nasty}/data.txt", "of the mount\n");
        project.Write("notes.txt", "of the project\n");

        var build = await project.BuildAsync("-t:SmolPack", "-getTargetResult:SmolPack");

        build.EnsureSuccess();
        var item = JsonDocument.Parse(build.Output).RootElement.GetProperty("TargetResults").GetProperty("SmolPack").GetProperty("Items");
        Assert.Equal(project.Pack, item[0].GetProperty("FullPath").GetString());
        Assert.Equal(
            "of the project\nof the mount\n/workspace/obj/Debug/net10.0/smolpack/publish/app.dll\n",
            await PackContent.TextAsync(project.Pack, "read", TestContext.Current.CancellationToken));
        (await project.BuildAsync("-t:SmolPack", "--no-restore", "-p:SmolBootTimeout=none")).EnsureSuccess();
    }

    [Fact(Timeout = 300_000)]
    public async Task A_project_packs_whatever_it_is_called()
    {
        using var project = TestProject.Small(
            """<SmolProvision Include="publish" Command='cd "$SMOL_PUBLISH_DIR"; echo *100*.dll > /read' />""",
            name: "semi;colon",
            program: "it's 100% bäd, a@b 日本");

        (await project.BuildAsync("-t:SmolPack")).EnsureSuccess();

        Assert.Equal(
            $"{project.Name}.dll\n", await PackContent.TextAsync(project.Pack, "read", TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_project_directory_that_cannot_be_written_to_is_packed_where_it_may_be_built()
    {
        using var project = TestProject.Small("""
            <SmolProvision Include="cat notes.txt > /read" />
            <SmolProvision Include="ls $SMOL_PUBLISH_DIR/app.dll >> /read" />
            """);
        project.Write("notes.txt", "of the project\n");
        var output = Directory.CreateDirectory(Path.Combine(project.Root, "elsewhere")).FullName;
        // Modes say nothing to root; a mount that is read-only says it to everybody.
        project.Prefix =
        [
            "unshare", "--map-root-user", "--mount", "sh", "-c",
            """mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && ! touch probe 2>/dev/null && exec "$@" """, "sh",
        ];

        var build = await project.BuildAsync(
            "-t:SmolPack", $"-p:BaseIntermediateOutputPath={output}/obj/", $"-p:BaseOutputPath={output}/bin/",
            $"-p:MSBuildProjectExtensionsPath={output}/obj/");

        build.EnsureSuccess();
        Assert.Equal(
            "of the project\n/run/smolpublish/app.dll\n",
            await PackContent.TextAsync(
                $"{output}/bin/Debug/net10.0/smolpack/app.smolmachine", "read", TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.Combine(project.Folder, "obj")));
    }
}
