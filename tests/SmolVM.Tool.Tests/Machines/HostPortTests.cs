using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>Ports of the host that a machine asks for, where another program has them.</summary>
public sealed class HostPortTests : IAsyncDisposable
{
    readonly string name = $"port-{Guid.NewGuid():N}"[..20];
    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public HostPortTests() => listener.Start();

    string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    string Refusal =>
        $"Error: host port {Port} is in use by another program. Free it, or give the machine another: "
        + "machine update --remove-port, --port (SMOL0040)\n";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await MachineEngines.Stored("qemu").DeleteAsync(name);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_is_not_started_without_its_port()
    {
        (await ToolProcess.RunAsync("machine", "create", "--name", name, "-p", $"{Port}:80")).Succeeded();

        var started = await ToolProcess.RunAsync("machine", "start", "--name", name);

        Assert.Equal(new Said(1, "", Refusal), started);
        Assert.False((await MachineEngines.Stored("qemu").FindAsync(name, Token))!.WasStarted);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_detached_run_without_its_port_leaves_no_machine()
    {
        var said = await ToolProcess.RunAsync("machine", "run", "-d", "--name", name, "-p", $"{Port}:80");

        Assert.Equal(new Said(1, "", Refusal), said);
        Assert.Null(await MachineEngines.Stored("qemu").FindAsync(name, Token));
    }
}
