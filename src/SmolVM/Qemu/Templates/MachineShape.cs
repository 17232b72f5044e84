using SmolVM.Images;

namespace SmolVM.Qemu.Templates;

/// <summary>What machines must have in common to be clones of one: their devices, and not what is behind them.</summary>
internal static class MachineShape
{
    // Part of every key: a change of what is frozen, or how, counts it up.
    const string Format = "1";

    const string Nowhere = "/nowhere";

    /// <summary>The machine without all that each clone is given anew.</summary>
    public static QemuSetup Of(QemuSetup setup) => setup with
    {
        HostName = "template",
        Network = false,
        Ports = [],
        // The devices stay, with nothing behind them.
        Slots = [.. setup.Slots.Select(slot => slot with { HostPath = null, Writable = false })],
        UpperDisk = setup.UpperDisk is null ? null : DiskFile.Raw(Nowhere),
        Memory = null,
        Incoming = false,
        RunDirectory = Nowhere,
    };

    /// <summary>Everything that would make a frozen machine wrong for this one if it were another.</summary>
    /// <param name="shape">See <see cref="Of"/>.</param>
    /// <param name="qemu">The build of QEMU: its devices' state is not understood by another.</param>
    /// <param name="kit">
    /// The kernel, the initramfs and the agent; its SSH key tells a kit from one that was made anew of the same packages.
    /// </param>
    /// <param name="rootKey">The content of the root image.</param>
    /// <param name="diskMiB">The size of the disk; 0 without one.</param>
    /// <param name="processor">What the guest sees of the host's processor; empty under emulation.</param>
    public static string Key(QemuSetup shape, string qemu, Kit kit, string rootKey, int diskMiB, string processor) => ContentHash.Of(
    [
        Format, qemu, kit.Key, kit.SshHostKey, rootKey, $"{diskMiB}", processor, .. QemuArgv.Build(shape),
    ]);

    /// <summary>In words, for the trace: what a shape that is not the usual one differs in.</summary>
    public static string Describe(QemuSetup shape) => string.Join(
        ' ',
        (string[])
        [
            $"{shape.Accelerator}".ToLowerInvariant(), $"cpus={shape.Cpus}", $"memory={shape.MemoryMiB}", $"root={shape.RootKind}".ToLowerInvariant(),
            shape.UpperDisk is null ? "upper=memory" : "upper=disk", $"slots={string.Join(',', shape.Slots.Select(slot => slot.Tag))}",
        ]);
}
