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

    public FixtureRequest Request => request;

    /// <summary>A machine that has run its provisioning commands.</summary>
    public async Task<BoundedMachine> PreparedAsync(CancellationToken cancellationToken)
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

    /// <summary>Takes memory and a slot for a start, and gives back what the start does not keep.</summary>
    public async Task<BoundedMachine> RunAsync(Func<CancellationToken, Task<Machine>> start, CancellationToken cancellationToken)
    {
        var memory = await MemoryBudget.OfThisUser().TakeAsync(MemoryMiB, kind == FixtureScopeKind.Assembly, progress, cancellationToken);
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

    int MemoryMiB => request.Machine.MemoryMiB ?? (request.Machine.Image == "host" ? MemoryMiBOfHost : Qemu.QemuEngine.MemoryMiB);
}
