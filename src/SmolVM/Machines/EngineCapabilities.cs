namespace SmolVM.Machines;

/// <summary>What an engine can do.</summary>
[Flags]
public enum EngineCapabilities
{
    /// <summary>Machines with exec, copy and files, and nothing more.</summary>
    None = 0,

    /// <summary>Host directories can be mounted.</summary>
    Mounts = 1,

    /// <summary>Guest ports can be forwarded to the host.</summary>
    PortForwards = 2,

    /// <summary>A machine can be packed.</summary>
    Packs = 4,

    /// <summary>The guest's console can be read.</summary>
    Console = 8,

    /// <summary>A person can log in with SSH.</summary>
    Ssh = 16,

    /// <summary>A running machine can be frozen and cloned.</summary>
    Clones = 32,

    /// <summary>The network can be open to some addresses only.</summary>
    EgressLists = 64,

    /// <summary>Machines can outlive the process that made them: <see cref="IMachineEngine.Stored"/>.</summary>
    Stored = 128,

    /// <summary>Machines can have an init of their image's own: <see cref="MachineOptions.Init"/>.</summary>
    Inits = 256,
}
