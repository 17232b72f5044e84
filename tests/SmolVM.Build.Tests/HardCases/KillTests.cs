using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>A build that is killed, so that no line of ours runs any more: the kernel ends its machine, the next build clears up.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    const int Moments = 10;

    [Fact(Timeout = 1_800_000), Trait("Category", "Stress")]
    public async Task At_random_moments_no_machine_and_no_half_pack_are_left_and_the_next_build_works()
    {
        using var project = TestProject.Small("""
            <SmolProvision Include='head -c 100000000 /dev/zero > /large' />
            <SmolProvision Include='echo whole > /whole' />
            """);
        project.Environment["SMOLVM_TEMPLATES"] = "off";
        (await project.BuildAsync("-t:SmolPack")).EnsureSuccess();
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var builds = new KilledBuilds(project, new Random(seed));

        for (var moment = 0; moment < Moments; moment++)
        {
            output.WriteLine(await builds.KillOneAsync());
            await Moment.WhenAsync(() => !Leftovers.Processes(project).Any(), "the end of the killed build's machine");
            await AssertNoHalfPackAsync(project);
        }
        (await project.BuildAsync("-t:SmolPack")).EnsureSuccess();

        Assert.Equal("whole\n", await PackContent.TextAsync(project.Pack, "whole", TestContext.Current.CancellationToken));
        Assert.Empty(Leftovers.Of(project));
    }

    static async Task AssertNoHalfPackAsync(TestProject project)
    {
        if (File.Exists(project.Pack))
            Assert.Equal("whole\n", await PackContent.TextAsync(project.Pack, "whole", TestContext.Current.CancellationToken));
    }
}
