namespace SmolVM.Mounts;

/// <summary>A host directory seen in the guest: by default read-only below, with a throw-away overlay on top.</summary>
/// <remarks>The checks are made here, once: a value of this type names a directory that existed and a usable guest path.</remarks>
public sealed record WorkspaceMount
{
    /// <summary>The guest path of a mount that names none: <c>/workspace</c>.</summary>
    public const string DefaultGuestPath = "/workspace";

    /// <summary>The host directory, absolute and free of symbolic links.</summary>
    public string HostPath { get; }

    /// <summary>Where the guest sees it; absolute and normalised.</summary>
    public string GuestPath { get; }

    /// <summary>The 9p tag, or null for one by the position in the list.</summary>
    public string? MountTag { get; }

    /// <summary>Whether the guest's writes reach the host.</summary>
    public bool Writable { get; }

    /// <summary>Describes a mount and checks it.</summary>
    /// <param name="hostPath">An existing directory; relative to the working directory; a leading <c>~</c> is the home directory.</param>
    /// <param name="guestPath">An absolute path other than <c>/</c>, without <c>..</c>.</param>
    /// <param name="mountTag">
    /// At most 31 bytes of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>; null or empty for one by the position.
    /// </param>
    /// <param name="writable">Whether the guest's writes reach the host.</param>
    /// <exception cref="MountException">One of the values cannot be used.</exception>
    public WorkspaceMount(string hostPath, string guestPath = DefaultGuestPath, string? mountTag = null, bool writable = false)
    {
        ArgumentNullException.ThrowIfNull(hostPath);
        ArgumentNullException.ThrowIfNull(guestPath);
        GuestPath = Mounts.GuestPath.Normalise(guestPath);
        MountTag = string.IsNullOrEmpty(mountTag) ? null : Mounts.MountTag.Check(mountTag);
        HostPath = HostDirectory.Resolve(hostPath);
        Writable = writable;
    }

    WorkspaceMount((string HostPath, string GuestPath, string? MountTag, bool Writable) stored) =>
        (HostPath, GuestPath, MountTag, Writable) = stored;

    /// <summary>
    /// A mount that was checked when it was stored. Its directory may have gone since, which must not keep its machine from being listed
    /// and deleted: <c>MountList.EnsurePresent</c> looks before a start.
    /// </summary>
    internal static WorkspaceMount Stored(string hostPath, string guestPath, string? mountTag, bool writable) =>
        new((hostPath, guestPath, mountTag, writable));

    /// <summary>The tag that the guest mounts by.</summary>
    /// <param name="index">The position in the machine's list of mounts, from 0.</param>
    /// <returns><see cref="MountTag"/>, or <c>workspace</c> and the index.</returns>
    public string ResolvedTag(int index) => MountTag ?? $"workspace{index}";
}
