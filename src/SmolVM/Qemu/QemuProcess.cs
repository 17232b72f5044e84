using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>A QEMU process with its run directory and its QMP connection, from the spawn until nothing is left.</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    static readonly TimeSpan TermDeadline = TimeSpan.FromSeconds(2);
    static readonly TimeSpan CloseToEnd = TimeSpan.FromSeconds(2);
    static readonly TimeSpan ReapDeadline = TimeSpan.FromSeconds(10);

    readonly RunDirectory run;
    readonly IRunningCommand command;
    readonly IDisposable exitHook;
    readonly ConsoleLog console;
    readonly CancellationTokenSource ended = new();
    readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int disposed;

    QemuProcess(RunDirectory run, IRunningCommand command, ConsoleLog console)
    {
        this.run = run;
        this.command = command;
        this.console = console;
        _ = command.Completion.ContinueWith(_ => ended.Cancel(), TaskScheduler.Default);
        exitHook = ExitHooks.Register(() =>
        {
            command.Kill();
            run.Dispose();
        });
    }

    public IReadOnlyList<string> Argv => command.Argv;

    /// <summary>Tells the next sweep what to end if this process cannot.</summary>
    public void Record() => run.RecordHypervisor(command.ProcessId);

    /// <summary>Ends when QEMU has ended.</summary>
    public Task<CommandResult> Completion => command.Completion;

    /// <summary>Cancelled when QEMU has ended, so that nobody waits for what it will not do any more.</summary>
    public CancellationToken Ended => ended.Token;

    public QmpClient? Qmp { get; set; }

    public RunDirectory Run => run;

    public string ConsoleText => console.Text;

    public static QemuProcess Start(ICommandRunner runner, IReadOnlyList<string> argv, ConsoleLog console, RunDirectory run)
    {
        var command = runner.Start(new Command(argv) { DiesWithParent = true, CaptureLimit = 64 * 1024 });
        return new QemuProcess(run, command, console);
    }

    /// <summary>Waits for the end of a process that was killed or is about to end; null if it does not come.</summary>
    public async Task<CommandResult?> EndAsync(TimeSpan patience)
    {
        await ((Task)Completion).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Completion.IsCompletedSuccessfully)
            return null;
        await console.FinishAsync();
        return await Completion;
    }

    public void Kill() => command.Kill();

    /// <summary>How it ended, as part of a sentence; null if it does not end now. Its sockets close a moment before it is reaped.</summary>
    public async Task<string?> DescribeEndAsync()
    {
        if (await EndAsync(CloseToEnd) is not { } result)
            return null;
        var signal = result.ExitCode > 128 ? $", killed by signal {result.ExitCode - 128}" : "";
        var said = result.StandardError.Trim() is { Length: > 0 } error ? $" ({error})" : "";
        return $"QEMU ended with exit code {result.ExitCode}{signal}{said}";
    }

    public Task QuitAsync(CancellationToken cancellationToken) =>
        Qmp?.ExecuteAsync("quit", null, cancellationToken) ?? Task.CompletedTask;

    /// <summary>
    /// Asks QEMU to end in some way and waits for it; says whether it did. A way that fails is not an error: the next one is tried.
    /// </summary>
    public async Task<bool> EndsWithinAsync(Func<CancellationToken, Task> ask, TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (command.Completion.IsCompleted)
            return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            await ask(limit.Token);
        }
        catch (Exception e) when (e is SmolVmException or OperationCanceledException or IOException)
        {
            // The answer to "end" may be lost with the connection; whether the process ends is what counts.
        }
        return await EndedAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            await gone.Task;
            return;
        }
        try
        {
            if (!command.Completion.IsCompleted)
                await EndsWithinAsync(_ => { command.Terminate(); return Task.CompletedTask; }, TermDeadline, CancellationToken.None);
            if (!command.Completion.IsCompleted)
            {
                command.Kill();
                await EndAsync(ReapDeadline);
            }
            if (Qmp is { } qmp)
                await qmp.DisposeAsync();
            await command.DisposeAsync();
        }
        finally
        {
            await console.DisposeAsync();
            exitHook.Dispose();
            run.Dispose();
            gone.TrySetResult();
        }
    }

    async Task<bool> EndedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await command.Completion.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
