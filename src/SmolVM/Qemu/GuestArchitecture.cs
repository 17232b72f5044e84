namespace SmolVM.Qemu;

/// <summary>The machine that QEMU makes.</summary>
internal enum GuestArchitecture
{
    /// <summary>x86_64 on <c>q35</c>, devices on PCI.</summary>
    X64,

    /// <summary>aarch64 on <c>virt</c>, devices on virtio-mmio.</summary>
    Arm64,
}
