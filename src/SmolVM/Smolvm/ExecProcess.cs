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
    readonly Lazy<Task<GuestExit>> exit;
    ExecMarks? marks;

    ExecProcess(SmolvmCli cli, string machine, GuestCommand command, IDisposable turn)
    {
        (this.cli, this.machine, this.command, this.turn) = (cli, machine, command, turn);
        exit = new(ExitAsync);
        running = cli.Start(Argv(), input.HoldAsync, output.HoldAsync, ReadErrorAsync);
        _ = ReleaseTurnAsync();
    }

    /// <summary>
    /// Starts a program and waits until the guest has said that it runs. What was only in another call's way is tried again.
    /// </summary>
    /// <exception cref="GuestExecException">The guest could not start it.</exception>
    /// <exception cref="GuestLostException">The machine does not run.</exception>
    public static async Task<ExecProcess> StartAsync(
        SmolvmCli cli, string machine, GuestCommand command, CancellationToken cancellationToken) =>
        (await cli.Retry.RunAsync(
            _ => AttemptAsync(cli, machine, command, cancellationToken),
            attempt => attempt.Process is null && SmolvmFailures.MayPass(attempt.Failure),
            cancellationToken)).Require();

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

    static async Task<ExecAttempt> AttemptAsync(SmolvmCli cli, string machine, GuestCommand command, CancellationToken cancellationToken)
    {
        var argv = new MachineExec(machine, ["true"]).Argv(cli.Version);
        var process = Begin(cli, machine, command, await cli.Gate.EnterAsync(argv, cancellationToken));
        try
        {
            await process.started.Task.WaitAsync(cancellationToken);
            if (process.marks is { Process: not null })
                return new ExecAttempt(process, default, null);
            var (failure, explained) = await process.ExplainAsync();
            await process.DisposeAsync();
            return new ExecAttempt(null, failure, explained);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    static ExecProcess Begin(SmolvmCli cli, string machine, GuestCommand command, IDisposable turn)
    {
        try
        {
            return new ExecProcess(cli, machine, command, turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    IReadOnlyList<string> Argv() => new MachineExec(machine, ExecScript.Argv(command, mark))
    {
        Interactive = true,
        Environment = command.Environment,
    }.Argv(cli.Version);

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

    async Task<(SmolvmFailure Failure, Exception Explained)> ExplainAsync()
    {
        var result = await running.Completion;
        var said = marks?.Noise ?? "";
        return (SmolvmFailures.Of(result.ExitCode, said), ExecFailure.Of(machine, command, marks?.Missing, result, said));
    }

    async Task<GuestExit> ExitAsync()
    {
        var result = await running.Completion;
        return marks?.Exit is { } code
            ? new GuestExit(code)
            : throw ExecFailure.Lost(machine, command, result, marks?.Noise ?? "");
    }
}
