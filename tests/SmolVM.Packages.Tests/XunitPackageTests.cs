using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>The package of the fixture in a project of xunit 2, as the SDK's own template makes it.</summary>
public sealed class XunitPackageTests(PackedPackages packages) : IDisposable
{
    readonly Stranger stranger = new(packages);

    public void Dispose() => stranger.Dispose();

    [Fact(Timeout = 600_000)]
    public async Task A_project_of_xunit_2_is_told_what_to_take_in_its_place()
    {
        (await stranger.NewAsync("xunit", "-o", "Old.Tests", "--no-restore")).EnsureSuccess();
        (await stranger.DotnetAsync("Old.Tests", "add", "package", "SmolVM.Xunit", "--prerelease")).EnsureSuccess();

        var build = await stranger.DotnetAsync("Old.Tests", "build");

        Assert.Equal(1, build.ExitCode);
        Assert.Contains(
            "error SMOL0040: Old.Tests has xunit 2, and SmolVM.Xunit is for xunit 3 and newer. Take the package xunit.v3 in place of xunit",
            build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS0433", build.Output, StringComparison.Ordinal);
    }
}
