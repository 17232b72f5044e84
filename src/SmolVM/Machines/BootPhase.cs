namespace SmolVM.Machines;

/// <summary>How far a start got.</summary>
public enum BootPhase
{
    /// <summary>The hypervisor process is being started.</summary>
    Spawn,

    /// <summary>The kernel boots, until the guest says that it is ready.</summary>
    Boot,

    /// <summary>The mounts are being made.</summary>
    Mount,
}
