namespace SmolVM.Smolvm;

/// <summary>
/// What a machine is to the program: its name, whose it is, and the frozen machine that it lives on. It is another one after the machine
/// was frozen, and goes on as a clone of itself.
/// </summary>
internal sealed class SmolvmIdentity(SmolvmCli cli, string name, SmolvmOwner owner, ForkBase? forkBase = null)
{
    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(90);

    /// <summary>What the end of the process waits for; what it does not manage, the next start does.</summary>
    static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(4);

    string name = name;
    ForkBase? forkBase = forkBase;

    public string Name => name;

    /// <summary>Freezes the machine, and makes this the identity of its first clone.</summary>
    public async Task<ForkBase> FreezeAsync(CancellationToken cancellationToken)
    {
        var frozen = new ForkBase(cli, name, owner.Share(), forkBase);
        try
        {
            name = await frozen.ForkAsync(cancellationToken);
        }
        catch
        {
            // Without a clone the machine is no base, and stays what it is.
            owner.Dispose();
            throw;
        }
        forkBase = frozen;
        return frozen;
    }

    /// <summary>Removes the machine, and lets go of what it lived on.</summary>
    public async Task DeleteAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await cli.DeleteAsync(name, limit.Token);
        }
        finally
        {
            owner.Dispose();
            if (forkBase is not null)
                await forkBase.ReleaseAsync();
        }
    }

    /// <summary>Removes the machine while the process ends.</summary>
    public void DeleteNow()
    {
        using var limit = new CancellationTokenSource(ExitLimit);
        try
        {
            Task.Run(() => cli.DeleteAsync(name, limit.Token)).Wait(ExitLimit);
        }
        catch (AggregateException)
        {
            // The next start sweeps it.
        }
    }
}
