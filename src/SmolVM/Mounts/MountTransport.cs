namespace SmolVM.Mounts;

/// <summary>The bus of the machine type, which decides the device's name.</summary>
enum MountTransport
{
    /// <summary>x86_64 q35.</summary>
    Pci,

    /// <summary>aarch64 virt and x86_64 microvm.</summary>
    Mmio,
}
