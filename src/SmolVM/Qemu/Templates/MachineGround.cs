using SmolVM.Images;
using SmolVM.Machines;

namespace SmolVM.Qemu.Templates;

/// <summary>All that a start stands on once everything is found and prepared.</summary>
/// <param name="Program">The QEMU.</param>
/// <param name="Kit">What it boots.</param>
/// <param name="RootKey">The content of the root image.</param>
/// <param name="Setup">The machine; disk, memory and run directory are the start's to choose.</param>
/// <param name="Options">What it is made of, with nothing left open.</param>
/// <param name="Timeout">How long each boot may take.</param>
/// <param name="Clones">Whether machines start as clones here.</param>
internal sealed record MachineGround(
    QemuProgram Program, Kit Kit, string RootKey, QemuSetup Setup, MachineOptions Options, TimeSpan Timeout, bool Clones)
{
    // The devices' state, a manifest, and what the empty file system of a disk takes.
    const long BytesBesidesMemory = 96L << 20;

    // What is installed on a disk is not known before.
    const long BytesOfDisk = 1L << 30;

    /// <summary>The most that a frozen machine of this shape takes that has done nothing yet.</summary>
    public long TemplateBytes => ((long)Setup.MemoryMiB << 20) + BytesBesidesMemory;

    /// <summary>Room for one that has been prepared.</summary>
    public long PreparedBytes => TemplateBytes + (DiskMiB > 0 ? BytesOfDisk : 0);

    /// <summary>The same machine under the name of these options.</summary>
    public MachineGround Renamed(MachineOptions options) =>
        this with { Options = options, Setup = Setup with { HostName = options.Name!, HostPorts = options.HostPorts } };

    /// <summary>The size of the disk; 0: none.</summary>
    public int DiskMiB => Options.RootUpper == RootUpper.Disk ? Options.DiskMiB : 0;
}
