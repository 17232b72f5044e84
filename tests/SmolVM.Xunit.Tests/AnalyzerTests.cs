using System.Text.RegularExpressions;
using SmolVM.Processes;
using SmolVM.Xunit.Tests.Infra;

namespace SmolVM.Xunit.Tests;

/// <summary>What the package's analyzers silence, every build of the other test projects shows; here is what they do not.</summary>
public sealed partial class AnalyzerTests(ChildProjects projects)
{
    const string Source = """
        using SmolVM.Machines;
        using SmolVM.Xunit;
        using Xunit;

        public class WithoutSource(SmolVm vm)
        {
            [Fact] public async Task Test() => await vm.SucceedAsync("true");
        }

        [SmolVmFixture]
        public class WithSource(SmolVm vm, List<int> other)
        {
            [Fact] public async Task Test() => await vm.SucceedAsync(other.ToString()!);

            [Fact] public async Task Another() => await vm.Machine.SucceedAsync("true");
        }
        """;

    [Fact(Timeout = 600_000)]
    public async Task Other_parameters_classes_without_a_source_and_other_calls_are_reported_as_ever()
    {
        const string Platform = "<TestingPlatformDotnetTestSupport>true</TestingPlatformDotnetTestSupport>";
        var project = await projects.WriteAsync("reported", Platform, ["xunit.v3/3.2.2"], ("Tests.cs", Source));

        CommandResult build = await Dotnet.RunAsync(project.Folder, new Dictionary<string, string?>(), "dotnet", "build", "--tl:off");

        var reported = Reported().Matches(build.StandardOutput).Select(match => $"{match.Groups[1]} {match.Groups[2]}").Distinct();
        Assert.Equal(["11 xUnit1041", "15 xUnit1051", "5 xUnit1041"], reported.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"Tests\.cs\((\d+),\d+\): error (\w+)")]
    private static partial Regex Reported();
}
