using System.Diagnostics;
using System.Globalization;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests.HardCases;

/// <summary>
/// What the package costs a build that has nothing to do, measured in turns with the same build without it. Alone: what runs beside would
/// be measured too. The fastest quarter of each counts: whatever else a computer does can only add to a time. That is not enough where two
/// other programs want two processors all the time: the ratio is printed, to be compared with what docs/performance.md wants, and only one
/// that no such host explains is a failure.
/// </summary>
[Collection(nameof(CostTests))]
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
public sealed class CostTests(ITestOutputHelper output)
{
    const int Pairs = 12;
    const double Most = 1.5;

    [Fact(Timeout = 1_800_000), Trait("Category", "Stress")]
    public Task A_build_with_nothing_to_do_takes_as_long_as_without_the_package() => CompareAsync([], []);

    [Fact(Timeout = 1_800_000), Trait("Category", "Stress")]
    public Task A_pack_with_nothing_to_do_takes_as_long_as_publishing_with_nothing_to_do() =>
        CompareAsync(["-t:SmolPack"], ["-t:Publish", "-p:RuntimeIdentifier=linux-x64", "-p:SelfContained=true"]);

    async Task CompareAsync(string[] arguments, string[] argumentsWithout)
    {
        using var project = TestProject.Small();
        using var without = TestProject.Small();
        without.Environment[TestProject.WithoutPackage] = "true";
        await MeasureAsync(project, arguments);
        await MeasureAsync(without, argumentsWithout);

        List<double> times = [], timesWithout = [];
        for (var pair = 0; pair < Pairs; pair++)
        {
            times.Add(await MeasureAsync(project, arguments));
            timesWithout.Add(await MeasureAsync(without, argumentsWithout));
        }

        var ratio = Fastest(times) / Fastest(timesWithout);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"with {Fastest(times):0} ms ({times.Min():0} to {times.Max():0}), without {Fastest(timesWithout):0} ms "
            + $"({timesWithout.Min():0} to {timesWithout.Max():0}), ratio {ratio:0.000}, {Pairs} pairs"));
        Assert.InRange(ratio, 0, Most);
    }

    static async Task<double> MeasureAsync(TestProject project, string[] arguments)
    {
        var begun = Stopwatch.GetTimestamp();
        (await project.BuildAsync(arguments)).EnsureSuccess();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    static double Fastest(List<double> values) => values.Order().Take(Pairs / 4).Average();
}
