namespace SmolVM.Smolvm;

/// <summary>What to do about a failure of the program.</summary>
internal static class SmolvmRemedy
{
    public static string For(SmolvmFailure failure) => failure switch
    {
        SmolvmFailure.KvmMissing or SmolvmFailure.HypervisorMissing =>
            "Use a host with hardware virtualisation, or the qemu engine (SMOLVM_ENGINE=qemu), which does without.",
        SmolvmFailure.KvmPermission =>
            "Give the user access to /dev/kvm (on most systems: the group kvm), or use the qemu engine (SMOLVM_ENGINE=qemu).",
        SmolvmFailure.LibrariesMissing or SmolvmFailure.AgentRootfsMissing =>
            "Install smolvm again with its own installer: a part of it is missing.",
        SmolvmFailure.DatabaseBusy or SmolvmFailure.Busy => "Wait until the other calls of smolvm have ended, and try again.",
        SmolvmFailure.DatabaseError => "Look whether the disk is full and whether the directory of smolvm's state is yours.",
        SmolvmFailure.PortInUse => "Stop the machine that has the port.",
        SmolvmFailure.MountSourceMissing or SmolvmFailure.MountRejected =>
            "Mount another directory: smolvm does not take system directories.",
        SmolvmFailure.PackMissing or SmolvmFailure.PackUnreadable or SmolvmFailure.PackTooOld => "Make the pack again.",
        SmolvmFailure.PackPlatform => "Take a pack that was made for this platform.",
        SmolvmFailure.LocalImageUnpackable => "Push the image to a registry and name it from there.",
        SmolvmFailure.NetworkDisabled => "Open the network of the machine (SmolNet).",
        SmolvmFailure.EgressUnsupported or SmolvmFailure.HostUnresolved => "Change the list of destinations.",
        SmolvmFailure.OutputTooLarge => "Write the output to a file in the guest and copy that.",
        SmolvmFailure.BootTimeout or SmolvmFailure.BootCrashed =>
            "See what the machine said last, and give it more time if it was only slow.",
        SmolvmFailure.TimedOut => "Give the command more time.",
        SmolvmFailure.BadOutput => "Install a version of smolvm that is known (0.5.12 to 1.9.3), or report this.",
        _ => "Its own words below say why.",
    };
}
