namespace SmolVM.Mounts;

/// <summary>QEMU's arguments for mounts. Two lists, because the devices have their place among the machine's other devices.</summary>
static class MountArgv
{
    /// <param name="slots">The machine's.</param>
    /// <param name="emptyDirectory">What those show that are not used.</param>
    /// <param name="security">How owners, modes and links are shown.</param>
    public static IReadOnlyList<string> Fsdevs(IReadOnlyList<MountSlot> slots, string emptyDirectory, MountSecurity security) =>
        [.. slots.SelectMany(slot => Fsdev(slot.Tag, slot.HostPath ?? emptyDirectory, slot.Writable, security))];

    public static IReadOnlyList<string> Devices(IReadOnlyList<MountSlot> slots, MountTransport transport) =>
        [.. slots.SelectMany(slot => Device(slot.Tag, transport))];

    public static IReadOnlyList<string> Fsdev(string tag, string hostPath, bool writable, MountSecurity security)
    {
        var access = writable ? "" : ",readonly=on";
        return ["-fsdev", $"local,id=fsdev-{tag},path={QemuOption.Escape(hostPath)},{security.Options}{access}"];
    }

    public static IReadOnlyList<string> Device(string tag, MountTransport transport)
    {
        var device = transport == MountTransport.Pci ? "virtio-9p-pci" : "virtio-9p-device";
        return ["-device", $"{device},fsdev=fsdev-{tag},mount_tag={tag}"];
    }
}
