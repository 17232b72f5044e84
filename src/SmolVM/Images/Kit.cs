namespace SmolVM.Images;

/// <summary>What the qemu engine boots: made once from distribution packages, cached by content.</summary>
/// <param name="Key">The content hash: part of every template's key.</param>
/// <param name="Kernel">The path of the ELF kernel (<c>vmlinux</c>), booted through PVH.</param>
/// <param name="CompressedKernel">The path of the distribution's own bzImage, for the benchmark's naive command.</param>
/// <param name="Initramfs">The path of the uncompressed newc initramfs.</param>
/// <param name="KernelRelease">What <c>uname -r</c> says in the guest.</param>
/// <param name="SshHostKey">
/// The public host key of the kit's SSH server, as it stands in a known-hosts line (<c>ssh-ed25519 AAAA…</c>).
/// </param>
/// <param name="SshIdentity">The path of the private key that the kit's SSH server accepts for root (0600).</param>
internal sealed record Kit(
    string Key, string Kernel, string CompressedKernel, string Initramfs, string KernelRelease, string SshHostKey, string SshIdentity)
{
    /// <summary>The folder of the cache that holds kits.</summary>
    public const string Area = "kits";
}
