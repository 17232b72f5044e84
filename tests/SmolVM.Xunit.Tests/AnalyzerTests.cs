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
        var project = await projects.WriteAsync(
            "reported", "<TestingPlatformDotnetTestSupport>true</TestingPlatformDotnetTestSupport>", ["xunit.v3/3.2.2"], ("Tests.cs", Source));

        CommandResult build = await Dotnet.RunAsync(project.Folder, new Dictionary<string, string?>(), "dotnet", "build", "--tl:off");

        Assert.Equal(
            ["Tests.cs(11,46): error xUnit1041", "Tests.cs(15,49): error xUnit1051", "Tests.cs(5,29): error xUnit1041"],
            Reported().Matches(build.StandardOutput).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"Tests\.cs\(\d+,\d+\): error \w+")]
    private static partial Regex Reported();
}
