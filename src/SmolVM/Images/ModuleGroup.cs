namespace SmolVM.Images;

/// <summary>Kernel modules that the agent loads together: the ones wanted; what they need is found in the modules themselves.</summary>
/// <param name="Name">The folder below <c>/modules</c>.</param>
/// <param name="Wanted">Loaded in this order, after what they depend on.</param>
/// <param name="IfThere">Wanted where the kernel has them; newer kernels do without.</param>
internal sealed record ModuleGroup(string Name, IReadOnlyList<string> Wanted, IReadOnlyList<string> IfThere)
{
    public static readonly ModuleGroup Core = new(
        "core",
        ["virtio_pci", "virtio_console", "virtio_blk", "virtio_rng", "virtio_net", "9pnet_virtio", "9p", "overlay"],
        []);

    // erofs and ext4 ask the crypto layer for crc32c by name, which no dependency says.
    public static readonly ModuleGroup Erofs = new("erofs", ["erofs"], ["crc32c_generic"]);

    public static readonly ModuleGroup Ext4 = new("ext4", ["ext4"], ["crc32c_generic"]);

    /// <summary>For machines with an init: systemd's automounts.</summary>
    public static readonly ModuleGroup Init = new("init", [], ["autofs4"]);

    public static readonly IReadOnlyList<ModuleGroup> All = [Core, Erofs, Ext4, Init];

    /// <summary>What the modules above depend on in known kernels, so that a package is read once; never trusted to be all.</summary>
    public static readonly IReadOnlyList<string> Expected =
    [
        "virtio", "virtio_ring", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "failover", "net_failover", "netfs", "fscache", "9pnet",
        "libcrc32c", "crc16", "mbcache", "jbd2",
    ];
}
