using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>From <c>dotnet new</c> to tests in a machine, run as a build server runs them.</summary>
public sealed class TemplateTests(TemplateTests.Made made) : IClassFixture<TemplateTests.Made>
{
    /// <summary>A stranger's test project, built, with the script for build servers in it.</summary>
    public sealed class Made(PackedPackages packages) : IAsyncLifetime
    {
        internal Stranger Stranger { get; } = new(packages);

        internal ShellResult Build { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            (await Stranger.NewAsync("install", "SmolVM.Templates@*-*")).EnsureSuccess();
            (await Stranger.NewAsync("smolvm-test", "-o", "Machine.Tests")).EnsureSuccess();
            Build = (await Stranger.DotnetAsync("Machine.Tests", "build")).EnsureSuccess();
        }

        internal Task<ShellResult> TestAsync(string engine) => Shell.RunAsync(
            Stranger["Machine.Tests"],
            new Dictionary<string, string?>(Stranger.Environment) { ["SMOLVM_ENGINE"] = engine },
            Repository.Path("docs/ci/smolvm-ci.sh"), "test", "--no-build");

        public ValueTask DisposeAsync()
        {
            Stranger.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void A_new_project_has_the_name_that_it_was_given_and_builds_without_warnings()
    {
        Assert.Contains("0 Warning(s)", made.Build.Output, StringComparison.Ordinal);
        Assert.Contains(
            "namespace Machine.Tests;", File.ReadAllText(made.Stranger["Machine.Tests/MachineTests.cs"]), StringComparison.Ordinal);
    }

    [Fact(Timeout = 600_000)]
    public async Task Its_tests_pass_in_a_machine()
    {
        var test = (await made.TestAsync("qemu")).EnsureSuccess();

        Assert.Contains("total: 2", test.Output, StringComparison.Ordinal);
        Assert.Contains("succeeded: 2", test.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(made.Stranger["Machine.Tests/made-in-the-machine.txt"]));
    }

    [Fact(Timeout = 600_000)]
    public async Task Without_an_engine_the_build_server_has_a_failure_and_what_explains_it()
    {
        var test = await made.TestAsync("smolvm");

        Assert.Equal(2, test.ExitCode);
        Assert.Contains("failed: 2", test.Output, StringComparison.Ordinal);
        var reports = Directory.GetFiles(made.Stranger["Machine.Tests/artifacts/smolvm/results"], "*.trx").Select(File.ReadAllText);
        Assert.Contains(reports, report => report.Contains("There is no smolvm", StringComparison.Ordinal));
        Assert.Contains("MemTotal", File.ReadAllText(made.Stranger["Machine.Tests/artifacts/smolvm/host.txt"]), StringComparison.Ordinal);
    }
}
