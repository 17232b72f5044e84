using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu;

/// <summary>What a machine stands on besides its process, and lets go of when it ends.</summary>
/// <param name="Disk">Takes the root's writes; null: memory does.</param>
/// <param name="Template">What it is a clone of; null: it was booted.</param>
internal sealed record MachineParts(UpperDisk? Disk = null, Template? Template = null) : IDisposable
{
    public void Dispose()
    {
        Disk?.Dispose();
        Template?.Dispose();
    }
}
