using System.Buffers.Binary;

namespace SmolVM.Guests;

/// <summary>The channel of every machine that the kit boots: the guest agent.</summary>
internal sealed class AgentChannel : IGuestChannel
{
    static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(30);

    readonly AgentConnection connection;

    AgentChannel(AgentConnection connection) => this.connection = connection;

    public string Name => "agent";

    /// <summary>What the agent said when the session began: kernel release, uptime, boot phases.</summary>
    public AgentHello Hello => connection.Hello;

    /// <summary>See <see cref="AgentConnection.WhyClosed"/>.</summary>
    public Func<Task<string?>>? WhyClosed
    {
        set => connection.WhyClosed = value;
    }

    /// <summary>Begins a session; when it returns, the machine is ready. The stream belongs to the channel, also if this fails.</summary>
    /// <param name="stream">Connected to the agent's port.</param>
    /// <param name="deadline">How long the agent may take to answer; the boot's time-out where the machine is booting.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GuestLostException">The agent did not answer.</exception>
    public static async Task<AgentChannel> OpenAsync(Stream stream, TimeSpan deadline, CancellationToken cancellationToken) =>
        new(await AgentConnection.OpenAsync(stream, deadline, cancellationToken));

    public async Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken) =>
        await connection.StartAsync(command, cancellationToken);

    /// <summary>Asks for a sign of life.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => PingAsync(AnswerDeadline, cancellationToken);

    /// <summary>Asks for a sign of life within a time.</summary>
    public Task PingAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        connection.RequestAsync(AgentOp.Ping, ReadOnlyMemory<byte>.Empty, "answer a ping", deadline, cancellationToken);

    /// <summary>Sets the guest's wall clock.</summary>
    public Task SetTimeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(payload, (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * TimeSpan.NanosecondsPerTick);
        return connection.RequestAsync(AgentOp.Time, payload, "set the clock", AnswerDeadline, cancellationToken);
    }

    /// <summary>Adds randomness to the guest's kernel, which uses it at once.</summary>
    /// <param name="bytes">1 to 512 bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task AddEntropyAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        connection.RequestAsync(AgentOp.Entropy, bytes, "take randomness", AnswerDeadline, cancellationToken);

    /// <summary>Writes the guest's disks out and powers it off; returns when the guest has begun to.</summary>
    /// <param name="deadline">How long the disks may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task PowerOffAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        connection.RequestAsync(AgentOp.PowerOff, ReadOnlyMemory<byte>.Empty, "power off", deadline, cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
