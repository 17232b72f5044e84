namespace SmolVM.Smolvm;

/// <summary>
/// A machine that was frozen to be forked. Its clones live on what it holds, so that it is deleted when the last of those has let go that
/// hold it: the clones, and whoever may still fork it.
/// </summary>
/// <param name="cli">The program.</param>
/// <param name="name">The frozen machine.</param>
/// <param name="owner">Whose it is; let go of at the end.</param>
/// <param name="below">The base that this one was itself forked from; let go of at the end.</param>
internal sealed class ForkBase(SmolvmCli cli, string name, SmolvmOwner owner, ForkBase? below)
{
    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(90);

    int holders = 1;

    public SmolvmOwner Owner => owner;

    /// <summary>Forks it once more. The clone is younger, so that a sweep removes it first.</summary>
    /// <returns>The clone's name. It holds the base until <see cref="ReleaseAsync"/>.</returns>
    public async Task<string> ForkAsync(CancellationToken cancellationToken)
    {
        var clone = owner.MachineName($"c{Guid.NewGuid():N}"[..9]);
        Interlocked.Increment(ref holders);
        try
        {
            await cli.RunAsync(MachineVerbs.Fork(name, clone, cli.Version, forkable: true), SmolvmCall.Long, cancellationToken);
            return clone;
        }
        catch
        {
            await ReleaseAsync();
            throw;
        }
    }

    /// <summary>Lets go of it. The last one to do so deletes it.</summary>
    public async Task ReleaseAsync()
    {
        if (Interlocked.Decrement(ref holders) > 0)
            return;
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await cli.DeleteAsync(name, limit.Token);
        }
        finally
        {
            owner.Dispose();
            if (below is not null)
                await below.ReleaseAsync();
        }
    }
}
