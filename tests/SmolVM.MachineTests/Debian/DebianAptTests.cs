using SmolVM.Machines;

namespace SmolVM.MachineTests.Debian;

/// <summary>With the sources of the host, which must be reachable from it.</summary>
[Trait("Category", "Stress")]
[Trait("Category", "Network")]
public sealed class DebianAptTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 900_000)]
    public async Task A_package_is_installed_from_the_sources_of_the_host()
    {
        // example: apt
        await using var machine = await Engine.StartAsync(new MachineOptions { Image = "debian", Init = "/sbin/init", Network = true }, Token);
        var installed = await machine.ExecAsync("apt-get update && apt-get install --yes hello", Token);
        // end of example

        installed.EnsureSuccess();
        Assert.Equal("Hello, world!\n", (await machine.ExecAsync("hello", Token)).EnsureSuccess().StandardOutput);
    }
}
