namespace SmolVM.Machines;

/// <summary>What a stored machine does.</summary>
public enum MachineState
{
    /// <summary>It does not run. What its disk holds is there when it starts again.</summary>
    Stopped,

    /// <summary>Its hypervisor runs.</summary>
    Running,
}
