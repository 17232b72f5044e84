namespace SmolVM.Mounts;

/// <summary>A 9p device of a machine, and the directory behind it.</summary>
/// <param name="Tag">What the guest mounts by.</param>
/// <param name="HostPath">The directory, fixed when QEMU starts; null: an empty one.</param>
/// <param name="Writable">Whether the guest's writes reach it.</param>
sealed record MountSlot(string Tag, string? HostPath, bool Writable)
{
    /// <summary>
    /// How many each machine has, used or not: a frozen machine keeps its devices, so machines that mount nothing and machines that mount
    /// a few directories can be clones of the same one.
    /// </summary>
    public const int Least = 4;

    /// <summary>The slots of a machine.</summary>
    /// <param name="mounts">The machine's list: the position decides the tag where none is given.</param>
    public static IReadOnlyList<MountSlot> Of(IReadOnlyList<WorkspaceMount> mounts)
    {
        var slots = mounts.Select((mount, index) => new MountSlot(mount.ResolvedTag(index), mount.HostPath, mount.Writable)).ToList();
        for (var index = mounts.Count; index < Least; index++)
        {
            var tag = $"workspace{index}";
            if (slots.All(slot => slot.Tag != tag))
                slots.Add(new MountSlot(tag, null, Writable: false));
        }
        return slots;
    }
}
