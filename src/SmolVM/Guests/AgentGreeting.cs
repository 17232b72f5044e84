namespace SmolVM.Guests;

/// <summary>The begin of a session: HELLO, said until it is answered.</summary>
internal sealed class AgentGreeting(AgentFrameReader reader, AgentFrameWriter writer)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly Guid first = Guid.NewGuid();
    readonly Guid later = Guid.NewGuid();

    /// <param name="behind">What is sent in one write with the first HELLO.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer, and whether it is one to the first HELLO: only then is it sure that what stood behind it was heard.</returns>
    public async Task<(AgentHello Hello, bool IsFirst)> GreetAsync(IReadOnlyList<AgentFrame> behind, CancellationToken cancellationToken)
    {
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var calling = CallAsync(behind, answered.Token);
        try
        {
            return await ListenAsync(cancellationToken);
        }
        finally
        {
            await answered.CancelAsync();
            await calling;
        }
    }

    /// <summary>Half a frame of a host that died here before may swallow a HELLO: it is said until it is heard.</summary>
    async Task CallAsync(IReadOnlyList<AgentFrame> behind, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync([Frame(first), .. behind], cancellationToken);
            while (true)
            {
                await Task.Delay(Interval, cancellationToken);
                await writer.WriteAsync([Frame(later)], cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // It was answered, or the one who waits for the answer hears why not.
        }
    }

    async Task<(AgentHello Hello, bool IsFirst)> ListenAsync(CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken) is { } frame)
        {
            // What is left of an earlier session is not for us.
            if (frame.Op != AgentOp.Hello || AgentHello.Decode(frame.Payload.Span) is not { } hello)
                continue;
            if (hello.Token != first && hello.Token != later)
                continue;
            return hello.Version == AgentHello.ProtocolVersion
                ? (hello, hello.Token == first)
                : throw new GuestLostException(
                    $"The guest's agent speaks version {hello.Version} of the protocol, this library {AgentHello.ProtocolVersion}. "
                    + "Build the kit again.");
        }
        throw new EndOfStreamException();
    }

    static AgentFrame Frame(Guid token) => new(AgentOp.Hello, AgentFlags.None, 0, AgentHello.Request(token));
}
