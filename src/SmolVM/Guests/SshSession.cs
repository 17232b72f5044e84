using System.Collections.Concurrent;
using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>What the commands of one channel share: the connections, and the files in which they tell how they go.</summary>
internal sealed class SshSession(ICommandRunner runner, SshTarget target) : IAsyncDisposable
{
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    readonly string prefix = $"/tmp/.smolvm-{Guid.NewGuid():N}-";
    readonly ConcurrentBag<string> free = [];
    int files;

    public SshTarget Target => target;

    public SshConnections Connections { get; } = new(runner, target);

    /// <summary>A file that no running command uses: there are never more of them than commands at one time.</summary>
    public SshState TakeState() =>
        new(free.TryTake(out var path) ? path : $"{prefix}{Interlocked.Increment(ref files)}", Guid.NewGuid().ToString("N"));

    public void GiveBack(SshState state) => free.Add(state.Path);

    public IRunningCommand Start(SshMaster master, string remote, bool terminal, HeldStream input, HeldStream output, HeldStream error) =>
        runner.Start(new Command(SshArgv.Exec(master.Target, remote, terminal))
        {
            Input = input.HoldAsync,
            Output = output.HoldAsync,
            Error = error.HoldAsync,
            DiesWithParent = true,
        });

    /// <summary>Runs one of our own short commands and returns what it prints, whatever its exit code.</summary>
    /// <exception cref="GuestLostException">The guest does not answer.</exception>
    public async Task<string> AskAsync(string remote, CancellationToken cancellationToken)
    {
        var master = await Connections.TakeAsync(cancellationToken);
        var question = new Command(SshArgv.Exec(master.Target, remote, terminal: false)) { Timeout = AnswerTimeout, DiesWithParent = true };
        try
        {
            var answer = await runner.RunAsync(question, cancellationToken);
            Connections.GiveBack(master);
            return answer.StandardOutput;
        }
        catch (Exception e)
        {
            await Connections.DropAsync(master);
            if (e is not CommandTimeoutException)
                throw;
            throw new GuestLostException($"The guest's SSH server at {target.Host}:{target.Port} does not answer any more. {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Nothing is left in a guest that goes on.
            if (files > 0)
                await AskAsync(SshRemote.Forget(prefix), CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // With the guest go its files.
        }
        await Connections.DisposeAsync();
    }
}
