namespace SmolVM.Guests;

/// <summary>A Unix socket of the guest on which this side listens. Disposed, it is removed; its connections go on.</summary>
internal sealed class AgentListener(AgentConnection connection, uint id, string path) : IAsyncDisposable
{
    static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);

    bool disposed;

    public string Path => path;

    /// <summary>Waits for the next connection.</summary>
    /// <exception cref="GuestExecException">The agent has no room for one.</exception>
    /// <exception cref="GuestLostException">The connection to the guest ended.</exception>
    public async Task<AgentSocket> AcceptAsync(CancellationToken cancellationToken)
    {
        var socket = await connection.AcceptAsync(id, path, cancellationToken);
        try
        {
            await socket.Accepted.WaitAsync(cancellationToken);
            return socket;
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
            return;
        using var grace = new CancellationTokenSource(CloseGrace);
        try
        {
            await connection.SendAsync(new AgentFrame(AgentOp.Close, id), grace.Token);
        }
        catch (Exception e) when (e is GuestLostException or OperationCanceledException)
        {
            // With the session goes the socket.
        }
    }
}
