using SmolVM.Processes;

namespace SmolVM.Guests;

/// <summary>Runs programs in a guest through the OpenSSH client of the host, over one connection that the first of them opens.</summary>
internal sealed class SshChannel(ICommandRunner runner, SshTarget target) : IGuestChannel
{
    readonly SemaphoreSlim gate = new(1);
    SshMaster? master;

    public string Name => "ssh";

    public async Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        return new SshProcess(runner, target, command);
    }

    public async ValueTask DisposeAsync()
    {
        if (master is not null)
            await master.DisposeAsync();
        gate.Dispose();
    }

    // One at a time: servers refuse many connections that have not logged in yet.
    async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (master is { HasEnded: false })
                return;
            if (master is not null)
                await master.DisposeAsync();
            master = null;
            master = await SshMaster.ConnectAsync(runner, target, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }
}
