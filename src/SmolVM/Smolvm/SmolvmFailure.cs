namespace SmolVM.Smolvm;

/// <summary>Why the <c>smolvm</c> program failed, as far as its words tell.</summary>
public enum SmolvmFailure
{
    /// <summary>Its words are not known.</summary>
    Unknown,

    /// <summary>It did not take its arguments.</summary>
    Usage,

    /// <summary>There is no machine of this name.</summary>
    NotFound,

    /// <summary>There is a machine of this name already.</summary>
    AlreadyExists,

    /// <summary>A machine cannot have this name.</summary>
    BadName,

    /// <summary>The machine does not run, or does not answer.</summary>
    NotRunning,

    /// <summary>The machine runs, and what was asked for needs it stopped.</summary>
    StillRunning,

    /// <summary>The machine has not been started yet, and what was asked for needs its disks.</summary>
    NeverStarted,

    /// <summary>The machine is a base of clones, or a clone.</summary>
    ForkBase,

    /// <summary>The host has no KVM.</summary>
    KvmMissing,

    /// <summary>The user may not use KVM.</summary>
    KvmPermission,

    /// <summary>The host has no hypervisor that the program can use.</summary>
    HypervisorMissing,

    /// <summary>The program's own libraries are not installed.</summary>
    LibrariesMissing,

    /// <summary>The root file system of the program's own guests is not installed.</summary>
    AgentRootfsMissing,

    /// <summary>The machine did not become ready in time.</summary>
    BootTimeout,

    /// <summary>The machine ended while it booted.</summary>
    BootCrashed,

    /// <summary>Another call holds the program's database; the call was tried again for a while.</summary>
    DatabaseBusy,

    /// <summary>The program's database cannot be used.</summary>
    DatabaseError,

    /// <summary>Another call starts or runs the machine; the call was tried again for a while.</summary>
    Busy,

    /// <summary>A port of the host is taken.</summary>
    PortInUse,

    /// <summary>A host directory to mount is not there.</summary>
    MountSourceMissing,

    /// <summary>A host directory cannot be mounted, or not at this place.</summary>
    MountRejected,

    /// <summary>There is no such pack.</summary>
    PackMissing,

    /// <summary>The pack is damaged, or no pack.</summary>
    PackUnreadable,

    /// <summary>The pack is for another platform.</summary>
    PackPlatform,

    /// <summary>The pack was made by a version whose packs this one does not run.</summary>
    PackTooOld,

    /// <summary>The pack names secrets of its maker.</summary>
    SecretRefused,

    /// <summary>A machine that was made from a local image cannot be packed.</summary>
    LocalImageUnpackable,

    /// <summary>The machine has no network, and what was asked for needs one.</summary>
    NetworkDisabled,

    /// <summary>The list of destinations cannot be enforced.</summary>
    EgressUnsupported,

    /// <summary>The name of a host cannot be resolved.</summary>
    HostUnresolved,

    /// <summary>A command wrote more than the program hands on.</summary>
    OutputTooLarge,

    /// <summary>There is no such program in the guest.</summary>
    CommandNotFoundInGuest,

    /// <summary>A command took longer than it was allowed to.</summary>
    TimedOut,

    /// <summary>The program asked a question and took silence for a no.</summary>
    Cancelled,

    /// <summary>The program crashed.</summary>
    Crashed,

    /// <summary>What the program printed is not what it prints in any known version.</summary>
    BadOutput,
}
