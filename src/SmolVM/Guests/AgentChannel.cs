using System.Buffers.Binary;
using System.Diagnostics;
using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>The channel of every machine that the kit boots: the guest agent.</summary>
internal sealed class AgentChannel : IGuestChannel
{
    const string ToWake = "wake the machine";

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

    /// <summary>As above, and wakes the machine in the same round trip: for machines that need no time to boot.</summary>
    /// <param name="stream">Connected to the agent's port.</param>
    /// <param name="wake">What the machine is told.</param>
    /// <param name="deadline">How long the agent may take to answer HELLO, and then the rest.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The channel, and what <see cref="WakeAsync"/> returns.</returns>
    /// <exception cref="GuestLostException">The agent did not answer.</exception>
    /// <exception cref="MountException">A mount failed; nothing is mounted.</exception>
    /// <exception cref="GuestExecException">Something else failed.</exception>
    public static async Task<(AgentChannel Channel, string Timings)> OpenAsync(
        Stream stream, WakeRequest wake, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var (connection, answer) = await AgentConnection.OpenAsync(stream, Request(wake), deadline, cancellationToken);
        var channel = new AgentChannel(connection);
        try
        {
            var timings = answer is { } given
                ? Timings(wake, given)
                : await channel.WakeAsync(wake.After(clock.Elapsed), deadline, cancellationToken);
            return (channel, timings);
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    public async Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken) =>
        await connection.StartAsync(command, cancellationToken);

    /// <summary>Asks for a sign of life.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => PingAsync(AnswerDeadline, cancellationToken);

    /// <summary>Asks for a sign of life within a time.</summary>
    public Task PingAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        AskAsync(new(AgentOp.Ping, default, "answer a ping"), deadline, cancellationToken);

    /// <summary>Sets the guest's wall clock.</summary>
    public Task SetTimeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(payload, GuestTime.Nanoseconds(time));
        return AskAsync(new(AgentOp.Time, payload, "set the clock"), AnswerDeadline, cancellationToken);
    }

    /// <summary>Adds randomness to the guest's kernel, which uses it at once.</summary>
    /// <param name="bytes">1 to 512 bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task AddEntropyAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        AskAsync(new(AgentOp.Entropy, bytes, "take randomness"), AnswerDeadline, cancellationToken);

    /// <summary>
    /// Tells the machine who it is, what time it is and what it sees of the host. Again with the same request changes nothing.
    /// </summary>
    /// <param name="wake">What it is told.</param>
    /// <param name="deadline">How long that may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How long each step took in the guest: <c>name=microseconds,…</c>.</returns>
    /// <exception cref="MountException">A mount failed; what this request had mounted is undone.</exception>
    /// <exception cref="GuestExecException">Something else failed.</exception>
    public async Task<string> WakeAsync(WakeRequest wake, TimeSpan deadline, CancellationToken cancellationToken) =>
        Timings(wake, await connection.RequestAsync(Request(wake), deadline, cancellationToken));

    /// <summary>Makes the machine ready to be stopped and cloned; the session is over then, and the agent waits for the next.</summary>
    /// <param name="dropCaches">Whether the guest forgets what it has read from disks, which makes clones smaller and slower.</param>
    /// <param name="deadline">How long it may take to write its disks out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GuestExecException">It has workspace mounts, or runs a program of ours.</exception>
    public Task FreezeAsync(bool dropCaches, TimeSpan deadline, CancellationToken cancellationToken) =>
        AskAsync(new(AgentOp.Freeze, new[] { dropCaches ? (byte)1 : (byte)0 }, "freeze the machine"), deadline, cancellationToken);

    /// <summary>Unmounts all workspaces, or none.</summary>
    /// <param name="deadline">How long that may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MountException">One is in use; the message says by what.</exception>
    public async Task UnmountAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        var request = new AgentRequest(AgentOp.Unmount, default, "unmount the workspaces");
        var answer = await connection.RequestAsync(request, deadline, cancellationToken);
        if (answer.Error == AgentAnswer.Busy)
            throw MountFailure.Busy(answer);
        answer.EnsureDone(request.What);
    }

    /// <summary>Writes the guest's disks out and powers it off; returns when the guest has begun to.</summary>
    /// <param name="deadline">How long the disks may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task PowerOffAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        AskAsync(new(AgentOp.PowerOff, default, "power off"), deadline, cancellationToken);

    /// <summary>Ends the session, and gives back the stream for the next one.</summary>
    /// <param name="reason">Why, for those who still wait for a program.</param>
    public Task<Stream> LeaveAsync(string reason) => connection.LeaveAsync(reason);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    static AgentRequest Request(WakeRequest wake) => new(AgentOp.Wake, wake.Encode(), ToWake);

    static string Timings(WakeRequest wake, AgentAnswer answer)
    {
        if (MountFailure.Describe(wake.Mounts, answer) is { } failure)
            throw failure;
        answer.EnsureDone(ToWake);
        return answer.Text;
    }

    async Task AskAsync(AgentRequest request, TimeSpan deadline, CancellationToken cancellationToken) =>
        (await connection.RequestAsync(request, deadline, cancellationToken)).EnsureDone(request.What);
}
