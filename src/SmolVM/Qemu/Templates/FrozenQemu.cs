using SmolVM.Machines;

namespace SmolVM.Qemu.Templates;

/// <summary>A frozen machine of this process alone, and how machines go on from it.</summary>
internal sealed class FrozenQemu(TemplatePlace place, Func<Template, MachineOptions, CancellationToken, Task<QemuMachine>> clone) : IFrozenBackend
{
    public async Task<IMachineBackend> StartAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        var template = Template.TryOpen(place.Files)
            ?? throw new ObjectDisposedException(nameof(FrozenMachine), "The frozen machine was disposed. Freeze the machine again.");
        return await clone(template, options, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        place.Dispose();
        return ValueTask.CompletedTask;
    }
}
