using System.Collections.Concurrent;
using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>
/// The connections to one guest. Each carries one command at a time and is used again: a second command that is opened while a first one
/// ends crashes dropbear 2022.82 to 2024.86 (https://github.com/mkj/dropbear/issues/321), and with it all commands of the connection.
/// </summary>
internal sealed class SshConnections(ICommandRunner runner, SshTarget target) : IAsyncDisposable
{
    readonly SemaphoreSlim gate = new(1);
    readonly ConcurrentStack<SshMaster> idle = new();
    readonly ConcurrentDictionary<SshMaster, bool> all = new();
    int made;

    /// <summary>A connection that nobody else uses until it is given back.</summary>
    /// <exception cref="GuestLostException">The guest does not answer.</exception>
    public async Task<SshMaster> TakeAsync(CancellationToken cancellationToken)
    {
        while (idle.TryPop(out var free))
        {
            if (!free.HasEnded)
                return free;
            await DropAsync(free);
        }
        return await ConnectAsync(cancellationToken);
    }

    /// <summary>Only after its command has ended in order.</summary>
    public void GiveBack(SshMaster master) => idle.Push(master);

    public async Task DropAsync(SshMaster master)
    {
        all.TryRemove(master, out _);
        await master.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(all.Keys.Select(DropAsync));
        gate.Dispose();
    }

    // One after the other: servers refuse many connections that have not logged in yet.
    async Task<SshMaster> ConnectAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var master = await SshMaster.ConnectAsync(runner, target.Numbered(++made), cancellationToken);
            all[master] = true;
            return master;
        }
        finally
        {
            gate.Release();
        }
    }
}
