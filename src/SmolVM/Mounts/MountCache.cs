namespace SmolVM.Mounts;

/// <summary>What a guest keeps of a host directory that it reads below an overlay.</summary>
enum MountCache
{
    /// <summary>All that it has read, for ever: the directory does not change while the machine lives.</summary>
    Loose,

    /// <summary>Nothing: each read sees what the host has written.</summary>
    None,
}
