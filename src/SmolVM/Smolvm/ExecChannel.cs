using System.Collections.Concurrent;
using SmolVM.Guests;

namespace SmolVM.Smolvm;

/// <summary>Runs programs in a guest by calls of <c>machine exec</c>.</summary>
/// <param name="cli">The program.</param>
/// <param name="machine">The machine's name, which another clone can take over.</param>
internal sealed class ExecChannel(SmolvmCli cli, Func<string> machine) : IGuestChannel
{
    readonly ConcurrentDictionary<IGuestProcess, byte> running = new();
    volatile bool closed;

    public string Name => "smolvm";

    /// <summary>Called before each start: the machine may have been stopped in between.</summary>
    public Func<CancellationToken, Task> Awake { get; init; } = _ => Task.CompletedTask;

    public async Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        var name = machine();
        if (closed)
            throw new GuestLostException($"The machine '{name}' has been ended, so '{command.Argv[0]}' was not started.");
        if (command.Terminal is not null)
            throw ExecFailure.NoTerminal(name);
        await Awake(cancellationToken);
        var process = SpooledProcess.IsNeeded(cli.Version)
            ? (IGuestProcess)new SpooledProcess(cli, name, command, () => closed)
            : await ExecStart.RunAsync(cli, name, command, () => closed, cancellationToken);
        running.TryAdd(process, 0);
        _ = ForgetAsync(process);
        // Whoever closed this meanwhile did not see it.
        if (closed)
            await process.DisposeAsync();
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        foreach (var process in running.Keys)
            await process.DisposeAsync();
    }

    async Task ForgetAsync(IGuestProcess process)
    {
        await ((Task)process.WaitAsync(CancellationToken.None)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        running.TryRemove(process, out _);
    }
}
