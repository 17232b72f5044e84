using SmolVM.Xunit;
using Xunit;

namespace ServiceTests;

/// <summary>
/// A service in a machine of its own, called over a forwarded port: its files, its user and its kernel are the machine's, and nothing of it
/// is left on this computer.
/// </summary>
[SmolVmFixture(
    Mount = "../Service/bin/Debug/net10.0/linux-x64:/opt/service",
    Ports = [8080],
    Environment = ["ASPNETCORE_URLS=http://0.0.0.0:8080"],
    Provision = ["mkdir /var/notes", "setsid /opt/service/Service > /var/service.log 2>&1 &"])]
public sealed class ServiceTests(SmolVm vm) : IAsyncLifetime
{
    // Under emulation .NET itself takes some seconds to start.
    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    readonly HttpClient client = new() { Timeout = TimeSpan.FromMinutes(2) };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await vm.WaitForPortAsync(8080, StartTimeout);
        client.BaseAddress = await vm.ForwardUriAsync(8080);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_answers() => Assert.Equal("Hello from the service.", await client.GetStringAsync("/", Token));

    [Fact]
    public async Task It_runs_on_the_kernel_of_the_machine() =>
        Assert.Equal((await vm.ReadTextAsync("/proc/sys/kernel/osrelease")).Trim(), await client.GetStringAsync("/kernel", Token));

    [Fact]
    public async Task What_it_stores_is_in_the_file_system_of_the_machine()
    {
        using var note = new StringContent("remember the milk");

        (await client.PostAsync("/notes/milk", note, Token)).EnsureSuccessStatusCode();

        Assert.Equal("remember the milk", await vm.ReadTextAsync("/var/notes/milk"));
    }
}
