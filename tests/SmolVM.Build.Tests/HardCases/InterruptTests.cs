using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>Ctrl-C in each phase of a pack, sent to the process group as a terminal does: the build ends, nothing is left.</summary>
public sealed class InterruptTests
{
    const string Cancelled = "SmolPack was cancelled: the machine is gone and no pack was written.";

    [Theory(Timeout = 300_000)]
    [InlineData("Determining projects to restore")]
    [InlineData("on node 1 (Publish target(s))")]
    public async Task Before_there_is_a_machine(string line)
    {
        using var project = TestProject.Small();

        var build = await InterruptAsync(project, said => said.Contains(line, StringComparison.Ordinal));

        AssertNothingIsLeft(project, build);
    }

    [Fact(Timeout = 300_000)]
    public async Task While_it_waits_for_another_build()
    {
        using var project = TestProject.Small();
        using var other = PackTurn.TryTake(Path.Combine(project.Folder, "obj/Debug/net10.0/smolpack.lock"));

        var build = await InterruptAsync(project, said => said.Contains("Waiting for another build", StringComparison.Ordinal));

        AssertNothingIsLeft(project, build);
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 600_000)]
    public async Task While_the_kit_is_made()
    {
        using var project = TestProject.Small();
        project.Environment["SMOLVM_CACHE"] = Path.Combine(project.Root, "cache");
        // To try KVM takes a kit too; this one is made for the machine.
        project.Environment["SMOLVM_ACCEL"] = "tcg";

        var build = await InterruptAsync(
            project, line => line.Contains("Preparing the kit", StringComparison.Ordinal), WhileTheKitIsMadeAsync);

        Assert.Contains(Cancelled, build.Output, StringComparison.Ordinal);
        AssertNothingIsLeft(project, build);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(project.Root, "cache"), "*.tmp", SearchOption.AllDirectories));

        Task WhileTheKitIsMadeAsync() => Moment.WhenAsync(
            () => Directory.Exists(Path.Combine(project.Root, "cache"))
                && Directory.EnumerateDirectories(Path.Combine(project.Root, "cache"), "*.tmp", SearchOption.AllDirectories).Any(),
            "a kit in the making");
    }

    [Fact(Timeout = 300_000)]
    public async Task While_the_machine_boots()
    {
        using var project = TestProject.Small();
        project.Environment["SMOLVM_TEMPLATES"] = "off";

        var build = await InterruptAsync(
            project,
            line => line.Contains("engine qemu", StringComparison.Ordinal),
            () => Moment.WhenAsync(() => Leftovers.Processes(project).Any(), "a machine's process"));

        Assert.Contains(Cancelled, build.Output, StringComparison.Ordinal);
        AssertNothingIsLeft(project, build);
    }

    [Theory(Timeout = 300_000)]
    [InlineData("$ sleep 1000", "sleep 1000")]
    [InlineData("  Packing smol-", "head -c 100000000 /dev/zero > /large")]
    [Trait("Category", "Stress")]
    public async Task While_the_machine_is_at_work(string line, string command)
    {
        using var project = TestProject.Small($"<SmolProvision Include='{command}' />");

        var build = await InterruptAsync(project, said => said.Contains(line, StringComparison.Ordinal));

        Assert.Contains(Cancelled, build.Output, StringComparison.Ordinal);
        AssertNothingIsLeft(project, build);
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task While_two_nodes_have_a_machine_each()
    {
        using var project = TestProject.Small("<SmolProvision Include='sleep 1000' />", frameworks: "net10.0;net9.0");
        var commands = 0;

        var build = await InterruptAsync(
            project, line => line.Contains("$ sleep 1000", StringComparison.Ordinal) && ++commands == 2, null, "-m:2", "-nodeReuse:false");

        Assert.Equal(2, build.Output.Split(Cancelled).Length - 1);
        AssertNothingIsLeft(project, build);
    }

    static async Task<BuildResult> InterruptAsync(
        TestProject project, Func<string, bool> at, Func<Task>? until = null, params string[] arguments)
    {
        var interrupted = false;
        var build = await project.BuildAsync(
            async (line, processId) =>
            {
                if (interrupted || !at(line))
                    return;
                interrupted = true;
                await (until?.Invoke() ?? Task.CompletedTask);
                await Signal.InterruptAsync(processId);
            },
            ["-t:SmolPack", "-v:normal", .. arguments]);
        Assert.True(interrupted, build.Output);
        return build;
    }

    static void AssertNothingIsLeft(TestProject project, BuildResult build)
    {
        Assert.NotEqual(0, build.ExitCode);
        Assert.DoesNotContain(": error ", build.Output, StringComparison.Ordinal);
        // MSB4220 is MSBuild's own word on a busy host where it takes more than five seconds to end a machine; it waits on after that.
        Assert.DoesNotMatch(": warning (?!MSB4220)", build.Output);
        Assert.False(File.Exists(project.Pack));
        Assert.Empty(Leftovers.Of(project));
    }
}
