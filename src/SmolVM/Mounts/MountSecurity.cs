namespace SmolVM.Mounts;

/// <summary>How QEMU shows a host directory's owners, modes and links, as the words of <c>-fsdev</c>.</summary>
/// <param name="Options">The words between the path and <c>readonly</c>.</param>
sealed record MountSecurity(string Options)
{
    /// <summary>
    /// The tree as it is: symbolic links work, and a writable mount leaves ordinary files with the guest's modes behind. The guest
    /// attaches without a user (<c>access=any</c>), so a new file keeps the owner that QEMU gives it, who is the caller, whether
    /// that is root or not. <c>fmode</c> and <c>dmode</c> are for the mapped models only. <c>remap</c>: trees that span file
    /// systems have equal inode numbers otherwise.
    /// </summary>
    public static readonly MountSecurity None = new("security_model=none,multidevs=remap");

    /// <summary>What this feature's model does, to the letter. Host symbolic links do not work in it; new files get mode 0600.</summary>
    public static readonly MountSecurity MappedXattr = new("security_model=mapped-xattr");
}
