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
        var whole = await MeasureAsync(project);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, a whole build takes {whole.TotalSeconds:0.0} s");
        var random = new Random(seed);

        for (var moment = 0; moment < Moments; moment++)
        {
            File.Delete(project.Pack);
            await KillAfterAsync(project, whole * random.NextDouble());
            await Moment.WhenAsync(() => !Leftovers.Processes(project).Any(), "the end of the killed build's machine");
            await AssertNoHalfPackAsync(project);
        }
        (await project.BuildAsync("-t:SmolPack")).EnsureSuccess();

        Assert.Equal("whole\n", await PackContent.TextAsync(project.Pack, "whole", TestContext.Current.CancellationToken));
        Assert.Empty(Leftovers.Of(project));
    }

    static async Task<TimeSpan> MeasureAsync(TestProject project)
    {
        var begun = TimeProvider.System.GetTimestamp();
        (await project.BuildAsync("-t:SmolPack")).EnsureSuccess();
        return TimeProvider.System.GetElapsedTime(begun);
    }

    async Task KillAfterAsync(TestProject project, TimeSpan delay)
    {
        var killing = Task.CompletedTask;
        var build = await project.BuildAsync(
            (_, processId) =>
            {
                if (killing == Task.CompletedTask)
                    killing = KillAsync(processId, delay);
                return Task.CompletedTask;
            },
            ["-t:SmolPack", "-v:normal", "--no-restore"]);
        await killing;
        output.WriteLine($"killed after {delay.TotalSeconds:0.0} s, at: {build.Output.TrimEnd().Split('\n')[^1].Trim()}");
    }

    static async Task KillAsync(int processId, TimeSpan delay)
    {
        // A moment is what this is about; no event has to be waited for.
        await Task.Delay(delay);
        await Signal.KillAsync(processId);
    }

    static async Task AssertNoHalfPackAsync(TestProject project)
    {
        if (File.Exists(project.Pack))
            Assert.Equal("whole\n", await PackContent.TextAsync(project.Pack, "whole", TestContext.Current.CancellationToken));
    }
}
