namespace SmolVM.Qemu;

/// <summary>The accelerator and, in one line, why.</summary>
/// <param name="Accelerator">What is used.</param>
/// <param name="Reason">For people: <c>KVM is not used: /dev/kvm does not exist</c>.</param>
internal sealed record AcceleratorChoice(Accelerator Accelerator, string Reason)
{
    /// <summary>Whether machines start as clones; else every one boots.</summary>
    public bool Clones { get; init; } = true;
}
