using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

public sealed class PackFailureTests
{
    [Fact(Timeout = 600_000)]
    public async Task A_command_that_fails_is_shown_with_its_output_and_leaves_nothing()
    {
        // Without the project's mount, so that the program's own one is tried too.
        using var project = new TestProject(
            """
            <SmolProvision Include="echo said to the console > /dev/console" />
            <SmolProvision Include="fail" Command="echo one; pwd >&amp;2; ls app; exit 7" />
            """,
            "<SmolMountProject>false</SmolMountProject>",
            "a;semicolon");

        var build = await project.BuildAsync("-t:SmolPack");

        Assert.Equal(1, build.ExitCode);
        var errors = build.Errors(project);
        Assert.Contains(
            "error SMOL0022: 'echo one; pwd >&2; ls app; exit 7' ended with exit code 7 in the guest.", errors, StringComparison.Ordinal);
        Assert.Contains("set SmolNet to true", errors, StringComparison.Ordinal);
        Assert.Contains("  one\n", errors, StringComparison.Ordinal);
        Assert.Contains("  /run/smolpublish\n", errors, StringComparison.Ordinal);
        Assert.Contains("  app\n", errors, StringComparison.Ordinal);
        Assert.Matches(@"Console \(tail\):.*(\n.*)*\n.*:   said to the console", errors);
        Assert.Empty(Leftovers.Of(project));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_command_that_ends_the_machine_is_shown_with_its_output()
    {
        // What is said last takes a moment to the host, and a machine without power sends nothing more.
        using var project = new TestProject("""
            <SmolProvision Include="end" Command="echo last words; sleep 3; /run/smolvm/busybox poweroff -f; sleep 60" />
            """);

        var build = await project.BuildAsync("-t:SmolPack");

        Assert.Equal(1, build.ExitCode);
        var errors = build.Errors(project);
        Assert.Contains("error SMOL0022: The machine was lost while 'echo last words; ", errors, StringComparison.Ordinal);
        Assert.Contains("set SmolNet to true", errors, StringComparison.Ordinal);
        Assert.Matches(@"Output \(tail\):.*\n.*:   last words", errors);
        Assert.Matches(@"Console \(tail\):.*\n.*:   \S", errors);
        Assert.Empty(Leftovers.Of(project));
    }

    [Fact(Timeout = 120_000)]
    public async Task Clean_removes_the_pack_and_what_was_published()
    {
        using var project = new TestProject();
        (await project.BuildAsync("-t:_SmolPublish")).EnsureSuccess();
        Directory.CreateDirectory(Path.GetDirectoryName(project.Pack)!);
        File.WriteAllText(project.Pack, "a pack");
        var published = Path.Combine(project.Folder, "obj/Debug/net10.0/smolpack");
        Assert.True(Directory.Exists(published));

        (await project.BuildAsync("-t:Clean")).EnsureSuccess();

        Assert.False(File.Exists(project.Pack));
        Assert.False(Directory.Exists(published));
    }
}
