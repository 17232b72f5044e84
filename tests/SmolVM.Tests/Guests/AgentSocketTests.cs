using System.Net.Sockets;
using System.Text;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

/// <summary>Sockets of the guest on which the host listens, with the real agent.</summary>
public sealed class AgentSocketTests : IAsyncLifetime
{
    readonly TemporaryDirectory folder = new();
    AgentHost host = null!;
    AgentChannel channel = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string InGuest => Path.Combine(folder.Path, "guest");

    string OnHost => Path.Combine(folder.Path, "host");

    public async ValueTask InitializeAsync() => (host, channel) = await AgentHost.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await host.DisposeAsync();
        folder.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_connection_in_the_guest_becomes_one_on_the_host()
    {
        using var server = Serve();
        await using var relay = await channel.RelaySocketAsync(InGuest, OnHost, Token);
        using var first = await ConnectAsync();
        using var firstServed = await server.AcceptAsync(Token);
        using var second = await ConnectAsync();
        using var secondServed = await server.AcceptAsync(Token);

        await first.SendAsync("one"u8.ToArray(), Token);
        await second.SendAsync("two"u8.ToArray(), Token);
        await secondServed.SendAsync("2"u8.ToArray(), Token);
        await firstServed.SendAsync("1"u8.ToArray(), Token);

        Assert.Equal(("one", "two"), (await ReadAsync(firstServed, 3), await ReadAsync(secondServed, 3)));
        Assert.Equal(("1", "2"), (await ReadAsync(first, 1), await ReadAsync(second, 1)));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_end_of_one_direction_leaves_the_other_open()
    {
        using var server = Serve();
        await using var relay = await channel.RelaySocketAsync(InGuest, OnHost, Token);
        using var program = await ConnectAsync();
        using var served = await server.AcceptAsync(Token);

        program.Shutdown(SocketShutdown.Send);
        var heard = await served.ReceiveAsync(new byte[1], Token);
        await served.SendAsync("late"u8.ToArray(), Token);
        var late = await ReadAsync(program, 4);
        served.Shutdown(SocketShutdown.Send);

        Assert.Equal((0, "late", 0), (heard, late, await program.ReceiveAsync(new byte[1], Token)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Large_data_cross_whole_in_both_directions_at_once()
    {
        const int Size = 5_000_000;
        using var server = Serve();
        await using var relay = await channel.RelaySocketAsync(InGuest, OnHost, Token);
        using var program = await ConnectAsync();
        using var served = await server.AcceptAsync(Token);

        var sending = Task.WhenAll(SendAsync(program, 1), SendAsync(served, 2));
        var received = await Task.WhenAll(ReceiveAsync(served), ReceiveAsync(program));
        await sending;

        Assert.Equal(Pattern(1), received[0]);
        Assert.Equal(Pattern(2), received[1]);

        static byte[] Pattern(int seed)
        {
            var bytes = new byte[Size];
            new Random(seed).NextBytes(bytes);
            return bytes;
        }

        static async Task SendAsync(Socket socket, int seed)
        {
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Pattern(seed), Token);
            socket.Shutdown(SocketShutdown.Send);
        }

        static async Task<byte[]> ReceiveAsync(Socket socket)
        {
            var all = new MemoryStream();
            await using var stream = new NetworkStream(socket);
            await stream.CopyToAsync(all, Token);
            return all.ToArray();
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_does_not_read_stops_its_own_connection_alone()
    {
        using var server = Serve();
        await using var relay = await channel.RelaySocketAsync(InGuest, OnHost, Token);
        using var deaf = await ConnectAsync();
        using var deafServed = await server.AcceptAsync(Token);
        var writing = deafServed.SendAsync(new byte[5_000_000], Token).AsTask();
        using var other = await ConnectAsync();
        using var otherServed = await server.AcceptAsync(Token);

        await otherServed.SendAsync("still"u8.ToArray(), Token);

        Assert.Equal("still", await ReadAsync(other, 5));
        Assert.False(writing.IsCompleted);
        deaf.Close();
        await writing.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_end_of_the_relay_closes_its_connections_and_removes_its_socket()
    {
        using var server = Serve();
        var relay = await channel.RelaySocketAsync(InGuest, OnHost, Token);
        using var program = await ConnectAsync();
        using var served = await server.AcceptAsync(Token);

        await relay.DisposeAsync();
        await channel.PingAsync(Token);

        Assert.False(Path.Exists(InGuest));
        Assert.Equal(0, await program.ReceiveAsync(new byte[1], Token));
        Assert.Equal(0, await served.ReceiveAsync(new byte[1], Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_end_of_the_session_removes_the_socket()
    {
        await channel.RelaySocketAsync(InGuest, OnHost, Token);
        Assert.True(Path.Exists(InGuest));

        await channel.DisposeAsync();
        await host.ExitAsync();

        Assert.False(Path.Exists(InGuest));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_host_that_does_not_listen_closes_the_connection_and_the_next_one_is_served()
    {
        await using var relay = await channel.RelaySocketAsync(InGuest, OnHost, Token);
        using var refused = await ConnectAsync();
        Assert.Equal(0, await refused.ReceiveAsync(new byte[1], Token));

        using var server = Serve();
        using var program = await ConnectAsync();
        using var served = await server.AcceptAsync(Token);
        await served.SendAsync("here"u8.ToArray(), Token);

        Assert.Equal("here", await ReadAsync(program, 4));
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_connections_one_after_another_leave_room_for_more()
    {
        using var server = Serve();
        await using var relay = await channel.RelaySocketAsync(InGuest, OnHost, Token);
        for (var i = 0; i < 200; i++)
        {
            using var program = await ConnectAsync();
            using var served = await server.AcceptAsync(Token);
            await program.SendAsync("x"u8.ToArray(), Token);
            Assert.Equal("x", await ReadAsync(served, 1));
        }
    }

    [Theory(Timeout = 30_000)]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/no/such/directory/socket")]
    [InlineData("/a-path-that-is-longer-than-a-socket-can-have/a-path-that-is-longer-than-a-socket-can-have/a-path-that-is-longer")]
    public async Task A_path_that_cannot_be_is_refused(string path)
    {
        var refusal = await Assert.ThrowsAsync<GuestExecException>(() => channel.RelaySocketAsync(path, OnHost, Token));

        Assert.StartsWith($"The guest's agent could not listen on '{path}': ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_path_where_something_is_already_is_refused()
    {
        await File.WriteAllTextAsync(InGuest, "mine", Token);

        await Assert.ThrowsAsync<GuestExecException>(() => channel.RelaySocketAsync(InGuest, OnHost, Token));
        Assert.Equal("mine", await File.ReadAllTextAsync(InGuest, Token));
    }

    Socket Serve()
    {
        var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(OnHost));
        server.Listen();
        return server;
    }

    async Task<Socket> ConnectAsync()
    {
        var program = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await program.ConnectAsync(new UnixDomainSocketEndPoint(InGuest), Token);
        return program;
    }

    static async Task<string> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        return Encoding.UTF8.GetString(bytes, 0, await socket.ReceiveAsync(bytes, Token));
    }
}
