using SmolVM.Errors;

namespace SmolVM.Smolvm;

/// <summary>Something that not every version of the program takes as an argument.</summary>
/// <param name="What">As messages name it.</param>
/// <param name="Since">The first version that has it.</param>
internal sealed record SmolvmFeature(string What, SmolvmVersion Since)
{
    public static readonly SmolvmFeature NetworkBackend = new("machine create --net-backend", new(0, 5, 13));
    public static readonly SmolvmFeature DataDirectory = new("machine data-dir", new(0, 5, 15));
    public static readonly SmolvmFeature RunName = new("machine run --name", new(0, 6, 0));
    public static readonly SmolvmFeature Update = new("machine update", new(0, 6, 3));
    public static readonly SmolvmFeature StatusJson = new("machine status --json", new(0, 8, 0));
    public static readonly SmolvmFeature Fork = new("machine fork", new(1, 0, 0));
    public static readonly SmolvmFeature Forkable = new("machine start --forkable", new(1, 0, 0));
    public static readonly SmolvmFeature CreateCommand = new("machine create with a command", new(1, 0, 0));
    public static readonly SmolvmFeature NameOption = new("machine create --name", new(1, 0, 2));
    public static readonly SmolvmFeature RunFrom = new("machine run --from", new(1, 0, 2));
    public static readonly SmolvmFeature LocalImage = new("a local image archive", new(1, 1, 0));
    public static readonly SmolvmFeature DriveLetters = new("a volume with a drive letter", new(1, 3, 0));
    public static readonly SmolvmFeature Detach = new("machine exec --detach", new(1, 3, 0));
    public static readonly SmolvmFeature BareOutput = new("pack create with a suffix of its own", new(1, 7, 0));
    public static readonly SmolvmFeature Cascade = new("machine delete --cascade", new(1, 7, 0));
    public static readonly SmolvmFeature Labels = new("machine create --label", new(1, 8, 0));
    public static readonly SmolvmFeature CopyMode = new("machine cp --mode", new(1, 9, 0));

    /// <summary>Whether a version has it.</summary>
    public bool In(SmolvmVersion version) => version >= Since;

    /// <summary>Refuses a version that does not have it.</summary>
    /// <exception cref="SmolVmException">The version is older.</exception>
    public void Require(SmolvmVersion version)
    {
        if (!In(version))
            throw TooOld(What, Since, version);
    }

    public static SmolVmException TooOld(string what, SmolvmVersion needed, SmolvmVersion found) => new(
        ErrorCodes.ToolTooOld,
        $"{what} needs smolvm {needed}, found {found}. Install that version or a newer one, or name another with SMOLVM_CLI.");
}
