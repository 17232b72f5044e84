using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SmolVM.Processes;

/// <summary>A program from its start to its reaping, with the three streams.</summary>
internal sealed class RunningCommand : IRunningCommand
{
    /// <summary>How long the kernel may take to end a program after SIGKILL: one that hangs in a system call does not end at all.</summary>
    static readonly TimeSpan ReapLimit = TimeSpan.FromSeconds(10);

    readonly Lock _gate = new();
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly Command _command;
    readonly Process _process;
    readonly CapturedText _outputText;
    readonly CapturedText _errorText;

    /// <summary>The first thing that made the outcome something else than an exit code.</summary>
    readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tells the delegates that nobody waits for them any more.</summary>
    readonly CancellationTokenSource _stop = new();
    bool _ended;
    bool _disposed;

    public RunningCommand(Command command, Process process)
    {
        _command = command;
        _process = process;
        _outputText = new CapturedText(command.CaptureLimit);
        _errorText = new CapturedText(command.CaptureLimit);
        ProcessId = process.Id;
        Completion = Task.Run(CompleteAsync);
    }

    public IReadOnlyList<string> Argv => _command.Argv;

    public int ProcessId { get; }

    public Task<CommandResult> Completion { get; }

    /// <summary>Ends the program gracefully, then forcefully; <see cref="Completion"/> is cancelled when it has ended.</summary>
    public void Cancel(CancellationToken cancellationToken) => _failure.TrySetResult(new OperationCanceledException(cancellationToken));

    public void Terminate()
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
            return;
        }
        lock (_gate)
        {
            if (!_ended && !_process.HasExited)
                Signals.Send(ProcessId, Signals.Term);
        }
    }

    public void Kill()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            if (_command.DiesWithParent && OperatingSystem.IsLinux())
                Signals.SendToGroup(ProcessId, Signals.Kill);
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (Exception error) when (error is InvalidOperationException or AggregateException or Win32Exception)
            {
                // It ended in between, or a descendant runs as another user. Whether the program itself ends is waited for elsewhere.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        Kill();
        _stop.CancelAfter(_command.Grace);
        // Who wants the outcome awaits Completion; here it only has to be over.
        await ((Task)Completion).WaitAsync(ReapLimit + _command.Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Completion.IsCompleted)
            throw CommandFailure.NotReaped(Argv, ProcessId, ReapLimit);
        _stop.Dispose();
    }

    async Task<CommandResult> CompleteAsync()
    {
        var output = new ProgramOutput(_process.StandardOutput.BaseStream, _command.DrainGrace);
        var error = new ProgramOutput(_process.StandardError.BaseStream, _command.DrainGrace);
        using var inputStop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var deadline = StartDeadline();
        try
        {
            var input = FeedAsync(new ProgramInput(_process.StandardInput.BaseStream), inputStop.Token);
            var outputs = Task.WhenAll(
                TakeAsync(_command.Output ?? _outputText.ReadAsync, output), TakeAsync(_command.Error ?? _errorText.ReadAsync, error));
            var exitCode = await ExitAsync();
            var elapsed = _clock.Elapsed;
            output.ProgramEnded();
            error.ProgramEnded();
            await inputStop.CancelAsync();
            await FinishAsync(outputs, input);
            return new CommandResult(Argv, exitCode, _outputText.ToString(), _errorText.ToString(), elapsed);
        }
        finally
        {
            Close();
        }
    }

    async Task<int> ExitAsync()
    {
        var exit = _process.WaitForExitAsync();
        if (await Task.WhenAny(exit, _failure.Task) != exit)
            await EndAsync(exit);
        await exit;
        lock (_gate)
            _ended = true;
        if (_command.DiesWithParent)
            ProcessTree.Kill(ProcessTree.InSession(ProcessId));
        return _process.ExitCode;
    }

    /// <summary>Polite signal, grace, forceful signal to the tree as it was and as it is, reaping.</summary>
    async Task EndAsync(Task exit)
    {
        var tree = ProcessTree.Below(ProcessId);
        Terminate();
        await exit.WaitAsync(_command.Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Kill();
        ProcessTree.Kill(tree);
        await exit.WaitAsync(ReapLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!exit.IsCompleted)
            throw CommandFailure.NotReaped(Argv, ProcessId, ReapLimit);
    }

    /// <summary>Waits for the delegates, and throws what went wrong on the way.</summary>
    async Task FinishAsync(Task outputs, Task input)
    {
        if (await Task.WhenAny(outputs, _failure.Task) != outputs)
        {
            await _stop.CancelAsync();
            await outputs.WaitAsync(_command.Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // Nobody reads what a writer still has; one that does not listen to its token is not waited for.
        await input.WaitAsync(_command.DrainGrace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_failure.Task.IsCompleted)
            ExceptionDispatchInfo.Throw(await _failure.Task);
    }

    async Task FeedAsync(ProgramInput input, CancellationToken cancellationToken)
    {
        try
        {
            await using (input)
            {
                if (_command.Input is { } write)
                    await write(input, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program has ended first.
        }
        catch (Exception error)
        {
            if (!input.IsRefusal(error))
                _failure.TrySetResult(error);
        }
    }

    async Task TakeAsync(Func<Stream, CancellationToken, Task> take, ProgramOutput stream)
    {
        var stop = _stop.Token;
        try
        {
            await take(stream, stop);
            // A reader that has seen enough does not stop the program, which would block on a full pipe.
            await stream.CopyToAsync(Stream.Null, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody waits for it any more: the failure that stopped it is the outcome.
        }
        catch (Exception error)
        {
            _failure.TrySetResult(error);
        }
    }

    CancellationTokenSource? StartDeadline()
    {
        if (_command.Timeout is not { } limit)
            return null;
        var deadline = new CancellationTokenSource(limit);
        deadline.Token.UnsafeRegister(
            _ => _failure.TrySetResult(CommandFailure.TimedOut(Argv, limit, _ended, _outputText.ToString(), _errorText.ToString())), null);
        return deadline;
    }

    void Close()
    {
        lock (_gate)
        {
            _ended = true;
            _process.StandardInput.BaseStream.Dispose();
            _process.StandardOutput.Dispose();
            _process.StandardError.Dispose();
            _process.Dispose();
        }
    }
}
