using System.Net;
using System.Net.Sockets;
using System.Text;
using SmolVM.Machines;

namespace SmolVM.MachineTests;

public sealed class NetworkTests(SharedMachine shared)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_port_of_the_guest_is_reached_over_the_loopback_address()
    {
        var serving = shared.Machine.ExecAsync("echo from the guest | nc -l -p 8081", Token);
        var endPoint = await shared.Machine.ForwardPortAsync(8081, Token);

        Assert.Equal(IPAddress.Loopback, endPoint.Address);
        Assert.Equal("from the guest\n", await ReadUntilAnsweredAsync(endPoint));
        await serving;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_is_forwarded_already_keeps_its_place() =>
        Assert.Equal(await shared.Machine.ForwardPortAsync(9000, Token), await shared.Machine.ForwardPortAsync(9000, Token));

    [Fact(Timeout = 60_000)]
    public async Task A_closed_network_lets_nothing_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var result = await shared.Machine.ExecAsync($"echo x | timeout 5 nc 10.0.2.2 {((IPEndPoint)listener.LocalEndpoint).Port}", Token);

        Assert.NotEqual(0, result.ExitCode);
        Assert.False(listener.Pending());
    }

    [Fact(Timeout = 180_000)]
    public async Task An_open_network_reaches_out_and_ports_of_the_options_are_forwarded()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var machine = await Engine.StartAsync(new MachineOptions { Network = true, Ports = [8082] }, Token);

        var sending = machine.ExecAsync($"echo out we go | nc 10.0.2.2 {((IPEndPoint)listener.LocalEndpoint).Port}", Token);
        using var client = await listener.AcceptTcpClientAsync(Token);
        using var reader = new StreamReader(client.GetStream());

        Assert.Equal("out we go", await reader.ReadLineAsync(Token));
        client.Close();
        await sending;
        Assert.Contains("nameserver 10.0.2.3", (await machine.ExecAsync("cat /etc/resolv.conf", Token)).StandardOutput, StringComparison.Ordinal);
        Assert.NotEqual(0, (await machine.ForwardPortAsync(8082, Token)).Port);
    }

    // The forward takes connections before the guest listens; those end at once without a byte.
    static async Task<string> ReadUntilAnsweredAsync(IPEndPoint endPoint)
    {
        while (true)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endPoint, Token);
            var buffer = new byte[100];
            if (await ReadAsync(client, buffer) is > 0 and var count)
                return Encoding.UTF8.GetString(buffer, 0, count);
        }
    }

    static async Task<int> ReadAsync(TcpClient client, byte[] buffer)
    {
        try
        {
            return await client.GetStream().ReadAsync(buffer, Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
