using SmolVM.Machines;

namespace SmolVM.Smolvm;

/// <summary>A machine of the program that was frozen, for others to go on from it.</summary>
internal sealed class SmolvmFrozen(SmolvmMachine source, ForkBase frozen) : IFrozenBackend
{
    int released;

    public async Task<IMachineBackend> StartAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(released != 0, typeof(FrozenMachine));
        return await source.CloneAsync(frozen, options, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
            await frozen.ReleaseAsync();
    }
}
