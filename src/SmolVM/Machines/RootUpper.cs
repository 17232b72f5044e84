namespace SmolVM.Machines;

/// <summary>Where a machine's writes to its root file system go.</summary>
public enum RootUpper
{
    /// <summary>To memory: gone when the machine stops.</summary>
    Memory,

    /// <summary>To a sparse file of the machine's own, kept as long as the machine.</summary>
    Disk,
}
