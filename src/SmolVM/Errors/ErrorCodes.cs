namespace SmolVM.Errors;

/// <summary>
/// The series <c>SMOL0001…</c>: one code for each kind of failure that a user can meet, each with a page in <c>docs/errors/</c>.
/// </summary>
public static class ErrorCodes
{
    /// <summary>A program of the host that is needed is not installed.</summary>
    public const string ToolMissing = "SMOL0001";

    /// <summary>A program of the host is older than the oldest version that is supported.</summary>
    public const string ToolTooOld = "SMOL0002";

    /// <summary>No engine can run machines on this host, or the named one is not known or cannot do what was asked.</summary>
    public const string NoEngine = "SMOL0003";

    /// <summary>This host has no table of distribution packages to make a kit from.</summary>
    public const string HostNotSupported = "SMOL0004";

    /// <summary>Not enough space on a file system.</summary>
    public const string NoSpace = "SMOL0005";

    /// <summary>A program of the host failed or took too long.</summary>
    public const string ToolFailed = "SMOL0006";

    /// <summary>The <c>smolvm</c> program failed.</summary>
    public const string Smolvm = "SMOL0007";

    /// <summary>A pack cannot be written, or cannot be read.</summary>
    public const string Pack = "SMOL0010";

    /// <summary>The image is not known, not there or not usable.</summary>
    public const string Image = "SMOL0011";

    /// <summary>A machine did not become ready.</summary>
    public const string Boot = "SMOL0020";

    /// <summary>A machine or the connection to it ended while it was in use.</summary>
    public const string MachineLost = "SMOL0021";

    /// <summary>A provisioning command failed in the guest.</summary>
    public const string Provision = "SMOL0022";

    /// <summary>A command in the guest could not be started, failed, or took too long.</summary>
    public const string Exec = "SMOL0023";

    /// <summary>Something that was waited for in a machine did not come in time.</summary>
    public const string Wait = "SMOL0024";

    /// <summary>A stored machine is not there, is there already, or is not in the state that was expected.</summary>
    public const string StoredMachine = "SMOL0025";

    /// <summary>A mount is refused before the boot.</summary>
    public const string MountRefused = "SMOL0030";

    /// <summary>A mount failed in the guest.</summary>
    public const string MountFailed = "SMOL0031";

    /// <summary>A warning: a mount is in use, so that what has changed on the host may not be seen in the guest.</summary>
    public const string MountBusy = "SMOL0100";

    /// <summary>A warning: a host directory of a stored machine's mounts is not there any more.</summary>
    public const string FolderMissing = "SMOL0101";

    /// <summary>An option has a value that cannot be used.</summary>
    public const string Option = "SMOL0040";

    /// <summary>A network that was to be closed, or open to some destinations only, cannot be kept so.</summary>
    public const string Egress = "SMOL0041";
}
