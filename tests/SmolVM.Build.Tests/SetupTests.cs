using System.Diagnostics;
using SmolVM.Build.Tests.Infra;

namespace SmolVM.Build.Tests;

/// <summary>What <c>eng/setup.sh</c> says on a host that it does not know.</summary>
public sealed class SetupTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("ID=fedora\nVERSION_ID=42\nPRETTY_NAME=\"Fedora Linux 42\"\n", "this is Fedora Linux 42, ")]
    [InlineData("ID=debian\nVERSION_ID=\"11\"\nPRETTY_NAME=\"Debian 11\"\n", "this is Debian 11, ")]
    [InlineData("ID=debian\n", "this is debian, ")]
    public async Task Another_distribution_is_refused_at_once(string release, string named)
    {
        using var project = new TestProject();
        project.Write("os-release", release);
        var start = new ProcessStartInfo("bash", [Repository.Path("eng/setup.sh")]) { RedirectStandardError = true };
        start.Environment["OS_RELEASE"] = Path.Combine(project.Folder, "os-release");

        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Equal($"setup: {named}and packages are known for Debian 12, Debian 13 and Ubuntu 24.04. Run it on one of those.\n", error);
    }
}
