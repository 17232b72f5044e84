using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>From <c>dotnet new</c> to a test in a machine that passes.</summary>
public sealed class TemplateTests(PackedPackages packages)
{
    [Fact(Timeout = 600_000)]
    public async Task A_new_test_project_passes_in_a_machine()
    {
        using var stranger = new Stranger(packages);
        (await stranger.NewAsync("install", packages.PathOf("SmolVM.Templates"))).EnsureSuccess();
        (await stranger.NewAsync("smolvm-test", "-o", "Machine.Tests")).EnsureSuccess();

        var build = await stranger.DotnetAsync("Machine.Tests", "build");
        stranger.Environment["SMOLVM_REQUIRED"] = "1";
        var test = await stranger.DotnetAsync("Machine.Tests", "test", "--no-build");

        Assert.Contains("0 Warning(s)", build.EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Contains("failed: 0", test.EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Contains("succeeded: 2", test.Output, StringComparison.Ordinal);
        Assert.Contains("skipped: 0", test.Output, StringComparison.Ordinal);
        Assert.Contains("namespace Machine.Tests;", File.ReadAllText(stranger["Machine.Tests/MachineTests.cs"]), StringComparison.Ordinal);
        Assert.False(File.Exists(stranger["Machine.Tests/made-in-the-machine.txt"]));
    }
}
