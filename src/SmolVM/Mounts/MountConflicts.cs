namespace SmolVM.Mounts;

/// <summary>Combinations of a caller's arguments that contradict each other.</summary>
static class MountConflicts
{
    /// <summary>Refuses mounts that are given beside options which have some, and a writable switch that has nothing to act on.</summary>
    /// <param name="specs">The specs that were given.</param>
    /// <param name="writable">Whether the switch for write access was given.</param>
    /// <param name="alreadySet">The mounts of the options that were given beside them.</param>
    /// <exception cref="MountException">They contradict each other.</exception>
    public static void Check(IReadOnlyCollection<string> specs, bool writable, IReadOnlyCollection<WorkspaceMount> alreadySet)
    {
        if (specs.Count > 0 && alreadySet.Count > 0)
            throw MountException.Refused(
                $"Mounts are given twice: {string.Join(", ", specs)}; but {alreadySet.Count} are already set on the provided "
                + "MachineOptions. Give them in one place.");
        if (writable && specs.Count == 0)
            throw MountException.Refused("writable_mounts requires a mount, and none is given. Add one, or drop the switch.");
    }
}
