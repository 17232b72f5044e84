using SmolVM.Errors;
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

    /// <summary>The machines of the fixture, as its attribute wants them.</summary>
    public async Task<IMachineSource> SourceAsync(CancellationToken cancellationToken)
    {
        if (request.Reset == VmReset.None)
            return new OneMachine(await PreparedAsync(request.Machine, cancellationToken));
        var serial = TestOrder.IsSerialWithin(kind);
        // Where nothing can be frozen each test waits for a start of its own.
        if (!CanFreeze())
            return new FreshMachines(token => PreparedAsync(request.Machine, token), null, serial);
        var frozen = await FrozenAsync(cancellationToken);
        return new FreshMachines(token => RunAsync(start => frozen.StartAsync(request.Machine.Name, start), token), frozen, serial);
    }

    MachineOptions Clonable => request.Machine with { Clonable = true };

    bool CanFreeze()
    {
        // The root of 'host' is a mount of the running machine.
        if (request.Machine.Image == "host" || !engine.Capabilities.HasFlag(EngineCapabilities.Clones))
            return false;
        try
        {
            engine.Check(Clonable);
            return true;
        }
        catch (SmolVmException)
        {
            // The engine takes the machine, but not to clone it: as smolvm, where it has ports.
            return false;
        }
    }

    // The machine itself is not kept: what is frozen takes room on a disk, and its memory is a copy's.
    async Task<FrozenMachine> FrozenAsync(CancellationToken cancellationToken)
    {
        await using var prepared = await PreparedAsync(Clonable, cancellationToken);
        return await prepared.Machine.FreezeAsync(cancellationToken);
    }

    // It has run its provisioning commands.
    async Task<BoundedMachine> PreparedAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        var machine = await RunAsync(token => engine.StartAsync(options, progress, token), cancellationToken);
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
            using var slot = await BootSlots.OfThisUser().TakeAsync(progress, cancellationToken);
            return new BoundedMachine(await start(cancellationToken), memory);
        }
        catch
        {
            await memory.DisposeAsync();
            throw;
        }
    }

    int MemoryMiB => request.Machine.MemoryMiB ?? MachineOptions.DefaultMemoryMiBOf(request.Machine.Image);
}
