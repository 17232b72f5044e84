using System.Buffers.Binary;

namespace SmolVM.Guests;

/// <summary>A program that the agent runs.</summary>
internal sealed class AgentProcess : IGuestProcess, IAgentStream
{
    static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    readonly AgentConnection connection;
    readonly GuestCommand command;
    readonly TaskCompletionSource<int> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<GuestExit> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly AgentInputStream input;
    readonly AgentOutputStream output;
    readonly AgentOutputStream error;
    int openOutputs = 2;
    bool disposed;

    public AgentProcess(AgentConnection connection, GuestCommand command, uint stream)
    {
        this.connection = connection;
        this.command = command;
        Stream = stream;
        input = new($"the standard input of '{command.Argv[0]}'", SendInputAsync);
        output = new(count => GiveCreditAsync(AgentFlags.None, count));
        error = new(count => GiveCreditAsync(AgentFlags.Error, count));
    }

    public uint Stream { get; }

    /// <summary>The guest's process id.</summary>
    public Task<int> Started => started.Task;

    public Stream StandardInput => input;

    public Stream StandardOutput => output;

    public Stream StandardError => error;

    public Task SignalAsync(int signal, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, 64);
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(payload, signal);
        return SendAsync(new(AgentOp.Signal, AgentFlags.None, Stream, payload), cancellationToken);
    }

    public Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, size.Columns);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(2), size.Rows);
        return SendAsync(new(AgentOp.Resize, AgentFlags.None, Stream, payload), cancellationToken);
    }

    public Task<GuestExit> WaitAsync(CancellationToken cancellationToken) => exit.Task.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        if (!exit.Task.IsCompleted || openOutputs > 0)
            await CloseAsync();
        connection.Remove(Stream);
        input.Refuse();
        output.End();
        error.End();
    }

    public bool Receive(AgentFrame frame)
    {
        var payload = frame.Payload.Span;
        switch (frame.Op)
        {
            case AgentOp.Started when payload.Length == 4:
                started.TrySetResult(BinaryPrimitives.ReadInt32LittleEndian(payload));
                return true;
            case AgentOp.ExecError:
                Fail(AgentStartError.Decode(command, payload));
                return true;
            case AgentOp.StandardOutput:
                return Receive(output, frame);
            case AgentOp.StandardError:
                return Receive(error, frame);
            case AgentOp.StandardInput:
                input.Refuse();
                return true;
            case AgentOp.Window when payload.Length == 4:
                input.AddCredit(AgentWindow.Credit(payload));
                return true;
            case AgentOp.Exit when payload.Length == 8:
                End(payload);
                return true;
            case AgentOp.Error:
                return true;
            default:
                return false;
        }
    }

    public void Fail(Exception reason)
    {
        connection.Remove(Stream);
        openOutputs = 0;
        started.TrySetException(reason);
        exit.TrySetException(reason);
        // Nobody may be waiting.
        _ = started.Task.Exception;
        _ = exit.Task.Exception;
        input.Close(reason);
        output.End(reason);
        error.End(reason);
    }

    public string Describe() => $"'{string.Join(' ', command.Argv)}' ran";

    bool Receive(AgentOutputStream stream, AgentFrame frame)
    {
        if (!stream.Receive(frame.Payload.Span))
            return false;
        if (frame.Flags.HasFlag(AgentFlags.EndOfFile))
        {
            stream.End();
            Interlocked.Decrement(ref openOutputs);
            RemoveIfOver();
        }
        return true;
    }

    void End(ReadOnlySpan<byte> payload)
    {
        var signal = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        input.Refuse();
        exit.TrySetResult(new(BinaryPrimitives.ReadInt32LittleEndian(payload), signal == 0 ? null : signal));
        RemoveIfOver();
    }

    void RemoveIfOver()
    {
        if (openOutputs <= 0 && exit.Task.IsCompleted)
            connection.Remove(Stream);
    }

    Task SendAsync(AgentFrame frame, CancellationToken cancellationToken) =>
        exit.Task.IsCompletedSuccessfully ? Task.CompletedTask : connection.SendAsync(frame, cancellationToken);

    Task SendInputAsync(ReadOnlyMemory<byte> bytes, bool end, CancellationToken cancellationToken) =>
        SendAsync(new(AgentOp.StandardInput, end ? AgentFlags.EndOfFile : AgentFlags.None, Stream, bytes), cancellationToken);

    async Task GiveCreditAsync(AgentFlags stream, int count)
    {
        try
        {
            await connection.SendAsync(new(AgentOp.Window, stream, Stream, AgentWindow.Credit(count)), CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // The reader hears of it where the output ends.
        }
    }

    /// <summary>Kills what still runs and frees what the agent holds for it; a guest that does not answer is not waited for long.</summary>
    async Task CloseAsync()
    {
        using var grace = new CancellationTokenSource(KillGrace);
        try
        {
            await connection.SendAsync(new(AgentOp.Close, Stream), grace.Token);
            await exit.Task.WaitAsync(grace.Token);
        }
        catch (Exception e) when (e is GuestLostException or GuestExecException or OperationCanceledException)
        {
            // It is gone with its machine, never started, or is a matter of the machine's own end.
        }
    }
}
