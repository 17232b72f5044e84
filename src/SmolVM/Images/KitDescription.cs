namespace SmolVM.Images;

/// <summary>What <c>kit.json</c> says of a kit.</summary>
/// <param name="Key">The hash of the kernel and the initramfs as they are, keys and all.</param>
/// <param name="KernelRelease">What <c>uname -r</c> says.</param>
/// <param name="SshHostKey">The public host key.</param>
/// <param name="Packages">What it was made from, for people.</param>
internal sealed record KitDescription(string Key, string KernelRelease, string SshHostKey, IReadOnlyList<string> Packages);
