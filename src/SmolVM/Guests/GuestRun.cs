using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>One program in a guest from start to end: feeds and drains its streams at once, and ends it when it takes too long.</summary>
internal sealed class GuestRun(IGuestChannel channel, GuestCommand command)
{
    const int Sigterm = 15;
    const int Sigkill = 9;

    /// <summary>How long the program has between the polite signal and the forceful one, and then to be gone.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Writes standard input; null: it is empty.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>Reads standard output until its end.</summary>
    public required Func<Stream, CancellationToken, Task> Output { get; init; }

    /// <summary>Reads standard error until its end.</summary>
    public required Func<Stream, CancellationToken, Task> Error { get; init; }

    /// <summary>What the time-out's message shows of both streams.</summary>
    public Func<(string Output, string Error)> Seen { get; init; } = () => ("", "");

    /// <summary>Gets the program when it runs, for signals.</summary>
    public Action<IGuestProcess> Started { get; init; } = _ => { };

    /// <summary>Runs the program. A delegate that throws ends it, and its exception is the result.</summary>
    public async Task<GuestExit> RunAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(command.Timeout);
        try
        {
            await using var process = await channel.StartAsync(command, deadline.Token);
            Started(process);
            return await AttendAsync(process, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var (output, error) = Seen();
            throw GuestExecException.TimedOut(command.Argv, command.Timeout, output, error);
        }
    }

    async Task<GuestExit> AttendAsync(IGuestProcess process, CancellationToken cancellationToken)
    {
        using var streams = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var input = FeedAsync(process.StandardInput, streams.Token);
        var output = Output(process.StandardOutput, streams.Token);
        var error = Error(process.StandardError, streams.Token);
        try
        {
            var exit = process.WaitAsync(cancellationToken);
            await AllOrFirstFault(input, output, error, exit);
            return await exit;
        }
        catch
        {
            // Seen() reads what these wrote.
            await streams.CancelAsync();
            await Task.WhenAll(output, error).WaitAsync(Grace, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Nobody reads them any more, and a program must not be kept from its end by a full pipe.
            await process.StandardOutput.DisposeAsync();
            await process.StandardError.DisposeAsync();
            await EndAsync(process);
            throw;
        }
    }

    // The end of the program ends the wait for its input, which it will not read any more.
    static async Task AllOrFirstFault(Task input, Task output, Task error, Task exit)
    {
        List<Task> open = [input, output, error, exit];
        while (open.Count > 0 && !(exit.IsCompleted && open is [var last] && last == input))
        {
            var done = await Task.WhenAny(open);
            open.Remove(done);
            await done;
        }
    }

    async Task FeedAsync(Stream standardInput, CancellationToken cancellationToken)
    {
        var guarded = new ProgramInput(standardInput);
        try
        {
            if (Input is not null)
                await Input(guarded, cancellationToken);
        }
        catch (Exception error) when (guarded.IsRefusal(error))
        {
            // The program ended, or closed its input, before it had read all: its exit code tells whether that was right.
        }
        finally
        {
            await standardInput.DisposeAsync();
        }
    }

    static async Task EndAsync(IGuestProcess process)
    {
        try
        {
            foreach (var signal in (int[])[Sigterm, Sigkill])
            {
                using var patience = new CancellationTokenSource(Grace);
                try
                {
                    await process.SignalAsync(signal, patience.Token);
                    await process.WaitAsync(patience.Token);
                    return;
                }
                catch (OperationCanceledException) when (patience.IsCancellationRequested)
                {
                    // It did not go: the next signal is stronger, and behind the last stands the disposal of the process.
                }
            }
        }
        catch (GuestLostException)
        {
            // With the machine goes the program; the caller gets the exception that led here.
        }
    }
}
