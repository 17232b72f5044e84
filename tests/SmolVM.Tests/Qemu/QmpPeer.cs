using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

/// <summary>QEMU's side of its monitor, played by a test.</summary>
sealed class QmpPeer : IAsyncDisposable
{
    const string Greeting = """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": []}}""";

    readonly StreamReader reader;
    readonly Stream stream;

    QmpPeer(Stream stream, StreamReader reader, QmpClient client)
    {
        this.stream = stream;
        this.reader = reader;
        Client = client;
    }

    public QmpClient Client { get; }

    public static async Task<QmpPeer> StartAsync()
    {
        var (ours, theirs) = await PairAsync();
        var reader = new StreamReader(theirs, Encoding.UTF8);
        var connecting = QmpClient.ConnectAsync(ours, TestContext.Current.CancellationToken);
        await WriteAsync(theirs, Greeting);
        var id = JsonNode.Parse((await reader.ReadLineAsync())!)!["id"];
        await WriteAsync(theirs, $$$"""{"return": {}, "id": {{{id}}}}""");
        return new QmpPeer(theirs, reader, await connecting);
    }

    public async Task<JsonNode> ReadAsync() => JsonNode.Parse((await reader.ReadLineAsync())!)!;

    /// <summary>Reads a command and answers it, and says these events after that.</summary>
    public async Task AnswerAsync(string command, params string[] events)
    {
        var request = await ReadAsync();
        Assert.Equal(command, (string?)request["execute"]);
        await WriteAsync($$"""{"return": {}, "id": {{request["id"]}}}""");
        foreach (var name in events)
            await WriteAsync($$"""{"event": "{{name}}"}""");
    }

    public Task WriteAsync(string line) => WriteAsync(stream, line);

    public void Close() => stream.Dispose();

    public async ValueTask DisposeAsync()
    {
        Close();
        await Client.DisposeAsync();
    }

    static async Task WriteAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    static async Task<(Stream Ours, Stream Theirs)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (new NetworkStream(client, ownsSocket: true), new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
    }
}
