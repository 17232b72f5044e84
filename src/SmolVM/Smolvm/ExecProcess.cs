using System.Security.Cryptography;
using SmolVM.Guests;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>
/// A program that runs in a guest behind a <c>machine exec</c>. A death by signal is seen as the guest's shell tells it, 128 + n.
/// </summary>
internal sealed class ExecProcess : IGuestProcess
{
    const int Sigkill = 9;

    static readonly TimeSpan SignalTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    readonly HeldStream input = new();
    readonly HeldStream output = new();
    readonly HeldStream error = new();
    readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SmolvmCli cli;
    readonly string machine;
    readonly GuestCommand command;
    readonly string mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    readonly IRunningCommand running;
    readonly IDisposable turn;
    readonly Func<bool> machineEnds;
    readonly Lazy<Task<GuestExit>> exit;
    ExecMarks? marks;

    /// <param name="cli">The program.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="command">What to run in it.</param>
    /// <param name="turn">Given back when the call is over.</param>
    /// <param name="machineEnds">Whether the machine is being ended by us, which is how the program ends then.</param>
    public ExecProcess(SmolvmCli cli, string machine, GuestCommand command, IDisposable turn, Func<bool> machineEnds)
    {
        (this.cli, this.machine, this.command, this.turn, this.machineEnds) = (cli, machine, command, turn, machineEnds);
        exit = new(ExitAsync);
        running = cli.Start(Argv(), input.HoldAsync, ReadOutputAsync, ReadErrorAsync);
        _ = ReleaseTurnAsync();
    }

    /// <summary>Ends when it is known whether the command runs.</summary>
    public Task Started => started.Task;

    /// <summary>Whether the guest said that the command was started.</summary>
    public bool WasStarted => marks is { Process: not null };

    public Stream StandardInput => input;

    public Stream StandardOutput => output;

    public Stream StandardError => error;

    public async Task SignalAsync(int signal, CancellationToken cancellationToken)
    {
        if (running.Completion.IsCompleted)
            return;
        if (marks?.Process is { } process && cli.Gate.TakesParallelCalls)
            await cli.ExecAsync(new MachineExec(machine, ExecScript.Signal(process, signal)), cancellationToken);
        else
            running.Terminate();
    }

    public Task ResizeAsync(PseudoTerminal size, CancellationToken cancellationToken) => throw ExecFailure.NoTerminal(machine);

    public Task<GuestExit> WaitAsync(CancellationToken cancellationToken) => exit.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Up to 1.6.13 the program in the guest can outlive the call that is killed.
            if (!running.Completion.IsCompleted)
                await SignalAsync(Sigkill, CancellationToken.None).WaitAsync(SignalTimeout);
        }
        catch (Exception e) when (e is Errors.SmolVmException or TimeoutException)
        {
            // The guest does not answer any more; what is left to end is our side.
        }
        await running.DisposeAsync();
    }

    IReadOnlyList<string> Argv() => new MachineExec(machine, ExecScript.Argv(command, mark))
    {
        Interactive = true,
        Environment = command.Environment,
    }.Argv(cli.Version);

    async Task ReadOutputAsync(Stream stream, CancellationToken cancellationToken)
    {
        var early = new EarlyOutput(stream, StartPatience);
        if (!await early.ReadUntilAsync(started.Task, cancellationToken))
            running.Terminate();
        await output.HoldAsync(early, cancellationToken);
    }

    async Task ReadErrorAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            marks = new ExecMarks(mark, stream);
            await marks.ReadStartAsync(cancellationToken);
        }
        finally
        {
            started.TrySetResult();
        }
        // Nobody reads the streams of a program that did not start.
        if (marks.Process is null)
            ReleaseStreams();
        await error.HoldAsync(marks, cancellationToken);
        // A reader that has gone early leaves the exit code unread.
        await marks.CopyToAsync(Stream.Null, cancellationToken);
    }

    void ReleaseStreams()
    {
        input.Dispose();
        output.Dispose();
        error.Dispose();
    }

    async Task ReleaseTurnAsync()
    {
        await ((Task)running.Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        turn.Dispose();
    }

    /// <summary>Why the command was not started.</summary>
    public async Task<(SmolvmFailure Failure, Exception Explained)> ExplainAsync()
    {
        var result = await running.Completion;
        if (machineEnds())
            return (default, ExecFailure.Ended(machine, command));
        var said = marks?.Noise ?? "";
        return (SmolvmFailures.Of(result.ExitCode, said), ExecFailure.Of(machine, command, marks?.Missing, result, said));
    }

    async Task<GuestExit> ExitAsync()
    {
        var result = await running.Completion;
        if (machineEnds())
            throw ExecFailure.Ended(machine, command);
        return marks?.Exit is { } code
            ? new GuestExit(code)
            : throw ExecFailure.Lost(machine, command, result, marks?.Noise ?? "");
    }
}
