using SmolVM.Machines;
using SmolVM.Xunit.Budget;

namespace SmolVM.Xunit.Fixtures;

/// <summary>Starts the machines of a fixture, within the memory and the cores of the host.</summary>
/// <param name="engine">What runs them.</param>
/// <param name="request">What they are.</param>
/// <param name="kind">For whom.</param>
/// <param name="progress">Gets a line for each step that takes long.</param>
internal sealed class MachineStart(IMachineEngine engine, FixtureRequest request, FixtureScopeKind kind, IProgress<string> progress)
{
    const int MemoryMiBOfHost = 1024;

    /// <summary>The machines of the fixture, as its attribute wants them.</summary>
    public async Task<IMachineSource> SourceAsync(CancellationToken cancellationToken)
    {
        if (request.Reset == VmReset.None)
            return new OneMachine(await PreparedAsync(cancellationToken));
        var serial = TestOrder.IsSerialWithin(kind);
        // The root of 'host' is a mount of the running machine, which cannot be frozen: each test waits for a start then.
        if (request.Machine.Image == "host" || !engine.Capabilities.HasFlag(EngineCapabilities.Clones))
            return new FreshMachines(PreparedAsync, null, serial);
        var frozen = await FrozenAsync(cancellationToken);
        return new FreshMachines(token => RunAsync(start => frozen.StartAsync(request.Machine.Name, start), token), frozen, serial);
    }

    // The machine itself is not kept: what is frozen takes room on a disk, and its memory is a copy's.
    async Task<FrozenMachine> FrozenAsync(CancellationToken cancellationToken)
    {
        await using var prepared = await PreparedAsync(cancellationToken);
        return await prepared.Machine.FreezeAsync(cancellationToken);
    }

    // It has run its provisioning commands.
    async Task<BoundedMachine> PreparedAsync(CancellationToken cancellationToken)
    {
        var machine = await RunAsync(token => engine.StartAsync(request.Machine, progress, token), cancellationToken);
        try
        {
            await Provisioning.RunAsync(machine.Machine, request.Provision, cancellationToken);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    // Takes memory and a slot for the start, and gives back what the start does not keep.
    async Task<BoundedMachine> RunAsync(Func<CancellationToken, Task<Machine>> start, CancellationToken cancellationToken)
    {
        var memory = await MemoryQueue.OfThisUser().TakeAsync(MemoryMiB, kind == FixtureScopeKind.Assembly, progress, cancellationToken);
        try
        {
            using var slot = await BootSlots.OfThisUser().TakeAsync(cancellationToken);
            return new BoundedMachine(await start(cancellationToken), memory);
        }
        catch
        {
            await memory.DisposeAsync();
            throw;
        }
    }

    int MemoryMiB => request.Machine.MemoryMiB ?? (request.Machine.Image == "host" ? MemoryMiBOfHost : MachineOptions.DefaultMemoryMiB);
}
