namespace SmolVM.Qemu;

/// <summary>What executes the guest's instructions.</summary>
internal enum Accelerator
{
    /// <summary>Emulation: works everywhere, slower.</summary>
    Tcg,

    /// <summary>Hardware virtualisation by the Linux kernel.</summary>
    Kvm,
}
