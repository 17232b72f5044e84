namespace SmolVM.Mounts;

/// <summary>QEMU's arguments for mounts. Two lists, because the devices have their place among the machine's other devices.</summary>
static class MountArgv
{
    public static IReadOnlyList<string> Fsdevs(IReadOnlyList<WorkspaceMount> mounts, MountSecurity security) =>
        [.. mounts.SelectMany((mount, index) => Fsdev(mount.ResolvedTag(index), mount.HostPath, mount.Writable, security))];

    public static IReadOnlyList<string> Devices(IReadOnlyList<WorkspaceMount> mounts, MountTransport transport) =>
        [.. mounts.SelectMany((mount, index) => Device(mount.ResolvedTag(index), transport))];

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
