using System.Buffers.Binary;
using System.Text;

namespace SmolVM.Guests;

/// <summary>A connection that a program of the guest made to a socket of ours there. Disposed, it is closed in both directions.</summary>
internal sealed class AgentSocket : IAgentStream, IAsyncDisposable
{
    static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    readonly AgentConnection connection;
    readonly string path;
    readonly TaskCompletionSource accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly AgentInputStream input;
    readonly AgentOutputStream output;
    bool disposed;

    public AgentSocket(AgentConnection connection, uint id, string path)
    {
        (this.connection, Id, this.path) = (connection, id, path);
        input = new($"the connection to '{path}'", SendAsync);
        output = new(GiveCreditAsync);
    }

    public uint Id { get; }

    /// <summary>Done when a program has connected.</summary>
    public Task Accepted => accepted.Task;

    /// <summary>What is written here the program reads; disposing it is end of file for it, and the other direction goes on.</summary>
    public Stream ToGuest => input;

    /// <summary>What the program writes, until it ends that.</summary>
    public Stream FromGuest => output;

    public bool Receive(AgentFrame frame)
    {
        var payload = frame.Payload.Span;
        switch (frame.Op)
        {
            case AgentOp.Done:
                accepted.TrySetResult();
                return true;
            case AgentOp.Error when payload.Length >= 4:
                Fail(new GuestExecException(
                    $"The guest's agent ended a connection to '{path}': {Encoding.UTF8.GetString(payload[4..])} "
                    + $"({BinaryPrimitives.ReadInt32LittleEndian(payload)})."));
                return true;
            case AgentOp.StandardOutput:
                if (!output.Receive(payload))
                    return false;
                if (frame.Flags.HasFlag(AgentFlags.EndOfFile))
                    output.End();
                return true;
            case AgentOp.StandardInput:
                input.Refuse();
                return true;
            case AgentOp.Window when payload.Length == 4:
                input.AddCredit(AgentWindow.Credit(payload));
                return true;
            default:
                return false;
        }
    }

    public void Fail(Exception reason)
    {
        connection.Remove(Id);
        accepted.TrySetException(reason);
        // Nobody may be waiting.
        _ = accepted.Task.Exception;
        input.Close(reason);
        output.End(reason);
    }

    public string Describe() => $"'{path}' was connected to";

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
            return;
        using var grace = new CancellationTokenSource(CloseGrace);
        try
        {
            // Also where both directions have ended: the agent drops what it does not know any more.
            await connection.SendAsync(new AgentFrame(AgentOp.Close, Id), grace.Token);
        }
        catch (Exception e) when (e is GuestLostException or OperationCanceledException)
        {
            // With the session goes the connection.
        }
        connection.Remove(Id);
        input.Refuse();
        output.End();
    }

    Task SendAsync(ReadOnlyMemory<byte> bytes, bool end, CancellationToken cancellationToken) =>
        connection.SendAsync(new(AgentOp.StandardInput, end ? AgentFlags.EndOfFile : AgentFlags.None, Id, bytes), cancellationToken);

    async Task GiveCreditAsync(int count)
    {
        try
        {
            await connection.SendAsync(new(AgentOp.Window, AgentFlags.None, Id, AgentWindow.Credit(count)), CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // The reader hears of it where the data end.
        }
    }
}
