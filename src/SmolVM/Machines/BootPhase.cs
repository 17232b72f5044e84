namespace SmolVM.Machines;

/// <summary>How far a start got.</summary>
public enum BootPhase
{
    /// <summary>The hypervisor process is being started.</summary>
    Spawn,

    /// <summary>A frozen machine is being loaded, in place of a boot.</summary>
    Load,

    /// <summary>The kernel boots, or a frozen machine wakes, until the guest says that it is ready.</summary>
    Boot,

    /// <summary>The machine is being frozen, for others to be cloned from it.</summary>
    Freeze,

    /// <summary>A machine that is rebooted powers off.</summary>
    Reset,

    /// <summary>The mounts are being made.</summary>
    Mount,

    /// <summary>The machine's own init starts what it starts: after the boot, and before a freeze or the mounts.</summary>
    Init,
}
