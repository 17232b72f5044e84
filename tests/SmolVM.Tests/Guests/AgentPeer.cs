using System.Net.Sockets;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

/// <summary>Speaks single frames, as the host to the real agent or as an agent to the real host.</summary>
sealed class AgentPeer(Stream stream) : IAsyncDisposable
{
    readonly AgentFrameReader reader = new(stream);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two ends of one connection.</summary>
    public static async Task<(NetworkStream, AgentPeer)> PairAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"smolvm-{Guid.NewGuid():N}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var near = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await near.ConnectAsync(new UnixDomainSocketEndPoint(path), Token);
        var far = await listener.AcceptAsync(Token);
        File.Delete(path);
        return (new NetworkStream(near, ownsSocket: true), new AgentPeer(new NetworkStream(far, ownsSocket: true)));
    }

    public static byte[] Bytes(AgentFrame frame)
    {
        var bytes = new byte[frame.Size];
        frame.Encode(bytes);
        return bytes;
    }

    public static byte[] Bytes(AgentOp op, uint stream = 0, params byte[] payload) =>
        Bytes(new AgentFrame(op, AgentFlags.None, stream, payload));

    public static byte[] Exec(uint stream, params string[] argv) =>
        [.. AgentExecRequest.Encode(new GuestCommand(argv), stream).SelectMany(Bytes)];

    public async Task SendAsync(params byte[] bytes) => await stream.WriteAsync(bytes, Token);

    public Task SendAsync(AgentOp op, uint stream = 0, params byte[] payload) => SendAsync(Bytes(op, stream, payload));

    /// <summary>The next frame of one kind; others are dropped. Null: the connection ended.</summary>
    public async Task<AgentFrame?> ReadAsync(AgentOp op)
    {
        while (await reader.ReadAsync(Token) is { } frame)
        {
            if (frame.Op == op)
                return frame with { Payload = frame.Payload.ToArray() };
        }
        return null;
    }

    public async Task<AgentFrame> ReadAnyAsync()
    {
        var frame = (await reader.ReadAsync(Token))!.Value;
        return frame with { Payload = frame.Payload.ToArray() };
    }

    /// <summary>Begins a session with the real agent.</summary>
    public Task<AgentHello> GreetAsync() => GreetAfterAsync(Task.CompletedTask);

    /// <summary>As <see cref="GreetAsync"/> when all before it has been sent; answers to that are read meanwhile.</summary>
    public async Task<AgentHello> GreetAfterAsync(Task sending)
    {
        var token = Guid.NewGuid();
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var greeting = RepeatAfterAsync(sending, Bytes(AgentOp.Hello, 0, AgentHello.Request(token)), answered.Token);
        while (true)
        {
            var hello = AgentHello.Decode((await ReadAsync(AgentOp.Hello))!.Value.Payload.Span)!;
            if (hello.Token != token)
                continue;
            await answered.CancelAsync();
            await greeting;
            return hello;
        }
    }

    /// <summary>Answers the real host's HELLO, as an agent would.</summary>
    public async Task AnswerAsync(uint version = AgentHello.ProtocolVersion) =>
        await AnswerAsync((await ReadAsync(AgentOp.Hello))!.Value, version);

    /// <summary>Answers a HELLO of the real host that was read before.</summary>
    public Task AnswerAsync(AgentFrame hello, uint version = AgentHello.ProtocolVersion) => SendAsync(
        AgentOp.Hello,
        0,
        [
            .. BitConverter.GetBytes(version), .. hello.Payload[4..20].ToArray(), .. BitConverter.GetBytes(1234UL),
            .. "6.1.0-test\0init=1,ready=2"u8,
        ]);

    async Task RepeatAfterAsync(Task sending, byte[] bytes, CancellationToken answered)
    {
        await sending;
        while (!answered.IsCancellationRequested)
        {
            await SendAsync(bytes);
            await Task.Delay(1000, answered).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
