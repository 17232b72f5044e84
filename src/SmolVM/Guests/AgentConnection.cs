using System.Collections.Concurrent;

namespace SmolVM.Guests;

/// <summary>A session with the guest's agent over one duplex stream: requests, programs, and one loop that reads.</summary>
internal sealed class AgentConnection : IAsyncDisposable
{
    static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(1);

    readonly Stream stream;
    readonly AgentFrameReader reader;
    readonly AgentFrameWriter writer;
    readonly ConcurrentDictionary<uint, AgentProcess> processes = new();
    readonly ConcurrentDictionary<uint, AgentReply> replies = new();
    readonly CancellationTokenSource ending = new();
    readonly Lock gate = new();
    Task reading = Task.CompletedTask;
    uint lastStream;
    bool disposed;
    (string Reason, Exception? Cause)? lost;

    AgentConnection(Stream stream)
    {
        this.stream = stream;
        reader = new(stream);
        writer = new(stream);
    }

    /// <summary>
    /// Asked when the other side has closed the connection: why, if more is known than that. Who holds the hypervisor knows how it ended.
    /// </summary>
    public Func<Task<string?>>? WhyClosed { get; set; }

    /// <summary>What the agent said when the session began.</summary>
    public AgentHello Hello { get; private set; } = null!;

    /// <summary>Begins a session. The stream belongs to the connection from now on, also if this fails.</summary>
    /// <param name="stream">Connected to the agent's port.</param>
    /// <param name="deadline">How long the agent may take to answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GuestLostException">The agent did not answer, or is not one of ours.</exception>
    public static async Task<AgentConnection> OpenAsync(Stream stream, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var connection = new AgentConnection(stream);
        await connection.GreetAsync([], deadline, cancellationToken);
        return connection;
    }

    /// <summary>As above, with a first request in the same write, so that both cost one round trip.</summary>
    /// <param name="stream">Connected to the agent's port.</param>
    /// <param name="request">What is sent behind HELLO.</param>
    /// <param name="deadline">How long the agent may take to answer HELLO, and then the request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The connection, and the answer; null: the agent may not have heard the request, and it is to be sent again.</returns>
    public static async Task<(AgentConnection Connection, AgentAnswer? Answer)> OpenAsync(
        Stream stream, AgentRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var connection = new AgentConnection(stream);
        var (id, reply) = connection.Expect(request.What);
        var behind = AgentFrame.Split(request.Op, AgentFlags.None, id, request.Payload);
        if (!await connection.GreetAsync(behind, deadline, cancellationToken))
            return (connection, null);
        try
        {
            return (connection, await connection.AnswerAsync(id, reply, Task.CompletedTask, deadline, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<AgentProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        var id = NextStream();
        var frames = AgentExecRequest.Encode(command, id);
        var process = new AgentProcess(this, command, id);
        lock (gate)
        {
            ThrowIfLost($"before '{command.Argv[0]}' was started");
            processes[id] = process;
        }
        try
        {
            await SendAsync(frames, cancellationToken);
            await process.Started.WaitAsync(StartDeadline, cancellationToken);
            return process;
        }
        catch (TimeoutException e)
        {
            await process.DisposeAsync();
            throw new GuestLostException(
                $"The guest's agent took longer than {StartDeadline.TotalSeconds:0} s to start '{command.Argv[0]}'. The machine may hang.",
                e);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="deadline">How long the agent may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GuestLostException">The connection ended, or the agent did not answer.</exception>
    public Task<AgentAnswer> RequestAsync(AgentRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var (id, reply) = Expect(request.What);
        var sending = SendAsync(AgentFrame.Split(request.Op, AgentFlags.None, id, request.Payload), cancellationToken);
        return AnswerAsync(id, reply, sending, deadline, cancellationToken);
    }

    public Task SendAsync(AgentFrame frame, CancellationToken cancellationToken) => SendAsync([frame], cancellationToken);

    public void Remove(AgentProcess process) => processes.TryRemove(process.Stream, out _);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
            return;
        Lose("it was closed by this side", null);
        await ending.CancelAsync();
        await stream.DisposeAsync();
        await reading;
        ending.Dispose();
    }

    /// <summary>Ends the session on this side alone.</summary>
    /// <param name="reason">What becomes of programs that run: it is in their exceptions.</param>
    /// <returns>The stream, which is the caller's again.</returns>
    public async Task<Stream> LeaveAsync(string reason)
    {
        Lose(reason, null);
        if (!Interlocked.Exchange(ref disposed, true))
        {
            await ending.CancelAsync();
            await reading;
            ending.Dispose();
        }
        return stream;
    }

    (uint Id, AgentReply Reply) Expect(string what)
    {
        var id = NextStream();
        var reply = new AgentReply(what);
        lock (gate)
        {
            ThrowIfLost($"before the agent was asked to {what}");
            replies[id] = reply;
        }
        return (id, reply);
    }

    async Task<AgentAnswer> AnswerAsync(uint id, AgentReply reply, Task sending, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(sending, reply.Completion).WaitAsync(deadline, cancellationToken);
            return await reply.Completion;
        }
        catch (TimeoutException e)
        {
            throw new GuestLostException(
                $"The guest's agent took longer than {deadline.TotalSeconds:0.#} s to {reply.What}. The machine may hang.", e);
        }
        finally
        {
            replies.TryRemove(id, out _);
        }
    }

    /// <summary>Whether what was sent behind HELLO was surely heard.</summary>
    async Task<bool> GreetAsync(IReadOnlyList<AgentFrame> behind, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        bool isFirst;
        try
        {
            (Hello, isFirst) = await new AgentGreeting(reader, writer).GreetAsync(behind, limit.Token);
        }
        catch (Exception e)
        {
            await DisposeAsync();
            if (e is GuestLostException || (e is OperationCanceledException && cancellationToken.IsCancellationRequested))
                throw;
            throw new GuestLostException(
                e is OperationCanceledException
                    ? $"The guest's agent did not answer HELLO within {deadline.TotalSeconds:0.#} s. Look at the machine's console."
                    : "The connection to the guest's agent ended before it answered HELLO. Look at the machine's console.",
                e);
        }
        reading = Task.Run(() => ReadAsync(), CancellationToken.None);
        return isFirst;
    }

    async Task SendAsync(IReadOnlyList<AgentFrame> frames, CancellationToken cancellationToken)
    {
        ThrowIfLost("before a request could be sent");
        try
        {
            await writer.WriteAsync(frames, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            await LoseAsync("writing to it failed", e);
            ThrowIfLost("while a request was sent");
        }
    }

    async Task ReadAsync()
    {
        try
        {
            while (await reader.ReadAsync(ending.Token) is { } frame)
            {
                if (!Dispatch(frame))
                {
                    Lose($"the agent broke the protocol with {frame.Op} of {frame.Payload.Length} bytes", null);
                    return;
                }
            }
            await LoseAsync("the guest closed it", null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            await LoseAsync("reading from it failed", e);
        }
    }

    bool Dispatch(AgentFrame frame)
    {
        if (processes.TryGetValue(frame.Stream, out var process))
            return process.Receive(frame);
        if (replies.TryGetValue(frame.Stream, out var reply))
            return reply.Receive(frame);
        // Of a program or request that nobody waits for any more.
        return true;
    }

    async Task LoseAsync(string reason, Exception? cause)
    {
        if (lost is null && WhyClosed is { } why)
            reason = await why() ?? reason;
        Lose(reason, cause);
    }

    void Lose(string reason, Exception? cause)
    {
        lock (gate)
        {
            if (lost is not null)
                return;
            lost = (reason, cause);
        }
        foreach (var process in processes.Values)
            process.Fail(Lost($"while {process.Describe()}"));
        foreach (var reply in replies.Values)
            reply.Fail(Lost($"while the agent was asked to {reply.What}"));
    }

    void ThrowIfLost(string when)
    {
        if (lost is not null)
            throw Lost(when);
    }

    GuestLostException Lost(string when) =>
        new($"The connection to the guest's agent ended {when}: {lost!.Value.Reason}. Look at the machine's console.", lost.Value.Cause);

    uint NextStream() => Interlocked.Increment(ref lastStream);
}
