using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SmolVM.Errors;
using SmolVM.Mounts;

namespace SmolVM.Machines;

/// <summary>
/// What a machine is made of: immutable data, changed by <c>with</c>. A value that cannot be used is refused when it is set.
/// </summary>
public sealed partial record MachineOptions
{
    /// <summary>What most machines have that do not say, in MiB.</summary>
    internal const int DefaultMemoryMiB = 512;

    /// <summary>What a machine with this image has that does not say, in MiB: whole systems are not chosen for their size.</summary>
    internal static int DefaultMemoryMiBOf(string image) => image is "debian" or "host" ? 2 * DefaultMemoryMiB : DefaultMemoryMiB;

    const int MostCpus = 64;
    const int LeastMemoryMiB = 128;
    const int MostMemoryMiB = 1 << 20;

    readonly string? name;
    readonly string? init;
    readonly int cpus = 2;
    readonly int? memoryMiB;
    readonly int diskMiB = 16384;
    readonly IReadOnlyList<WorkspaceMount> mounts = [];
    readonly IReadOnlyList<int> ports = [];
    readonly IReadOnlyList<string> allowCidrs = [];
    readonly IReadOnlyDictionary<string, string> environment = new Dictionary<string, string>();
    readonly TimeSpan? bootTimeout;
    readonly TimeSpan maximumLifetime = TimeSpan.FromHours(6);

    /// <summary>
    /// Where the root file system comes from: <c>base</c>, <c>debian</c>, <c>host</c>, a directory, a container archive (<c>.tar</c>,
    /// <c>.tar.gz</c>, <c>.tgz</c>, an OCI layout) or a <c>.smolmachine</c> file. Default <c>base</c>.
    /// </summary>
    public string Image { get; init; } = "base";

    /// <summary>The machine's name, for messages and the guest's host name; one is made up when null.</summary>
    /// <exception cref="SmolVmException">It is not a host name.</exception>
    public string? Name
    {
        get => name;
        init => name = value is null ? null : MachineName.Check(value);
    }

    /// <summary>
    /// The program of the image that is process 1 of the machine, such as <c>/sbin/init</c>; none when null: programs run by themselves. With
    /// systemd the machine is ready when that has started all that it starts, and is powered off by it.
    /// </summary>
    /// <exception cref="SmolVmException">It is no full path, or has characters other than letters, digits and <c>/ . _ + -</c>.</exception>
    public string? Init
    {
        get => init;
        init => init = value is null || InitPath().IsMatch(value) ? value : throw BadInit(value);
    }

    /// <summary>Virtual CPUs, 1 to 64. Default 2.</summary>
    /// <exception cref="SmolVmException">Out of range.</exception>
    public int Cpus
    {
        get => cpus;
        init => cpus = InRange(value, 1, MostCpus, "CPUs");
    }

    /// <summary>Memory in MiB, 128 to 1,048,576; 512, or 1024 for <c>debian</c> and <c>host</c>, when null.</summary>
    /// <exception cref="SmolVmException">Out of range.</exception>
    public int? MemoryMiB
    {
        get => memoryMiB;
        init => memoryMiB = value is { } given ? InRange(given, LeastMemoryMiB, MostMemoryMiB, "MiB of memory") : null;
    }

    /// <summary>Host directories seen in the guest. Default none.</summary>
    /// <exception cref="MountException">Two of them have one tag or one guest path.</exception>
    public IReadOnlyList<WorkspaceMount> Mounts
    {
        get => mounts;
        init => mounts = MountList.Check(value);
    }

    /// <summary>Where writes to the root go. Default memory.</summary>
    public RootUpper RootUpper { get; init; } = RootUpper.Memory;

    /// <summary>
    /// The size in MiB of the file that takes the root's writes with <see cref="RootUpper.Disk"/>, 64 to 1,048,576; sparse. Default
    /// 16,384.
    /// </summary>
    /// <exception cref="SmolVmException">Out of range.</exception>
    public int DiskMiB
    {
        get => diskMiB;
        init => diskMiB = InRange(value, 64, 1 << 20, "MiB of disk");
    }

    /// <summary>Whether the guest reaches the network. Default no: only forwarded ports lead in, nothing leads out.</summary>
    public bool Network { get; init; }

    /// <summary>
    /// Addresses and ranges (<c>10.0.0.0/8</c>, <c>192.0.2.7</c>) that the guest reaches, and no others. Default none, where
    /// <see cref="Network"/> says whether it reaches everything or nothing. An engine that cannot keep to it refuses the machine.
    /// </summary>
    /// <exception cref="SmolVmException">One is no address and no range.</exception>
    public IReadOnlyList<string> AllowCidrs
    {
        get => allowCidrs;
        init => allowCidrs =
            [.. value.Select(one => IPNetwork.TryParse(one, out _) || IPAddress.TryParse(one, out _) ? one : throw BadRange(one))];
    }

    /// <summary>
    /// Whether the machine may be cloned while it runs. Default no, which the qemu engine does not mind; the program <c>smolvm</c> has to
    /// know before the start.
    /// </summary>
    public bool Clonable { get; init; }

    /// <summary>Whether the machine will be packed: an engine refuses early what it could not pack whole.</summary>
    internal bool ForPack { get; init; }

    /// <summary>Whether the machine is to outlive this process: it decides which engines can be chosen.</summary>
    internal bool Stored { get; init; }

    /// <summary>What the image says about its program, once that is known.</summary>
    internal ImageProgram Program { get; init; } = ImageProgram.None;

    /// <summary>
    /// TCP ports of the guest that get a free port of the host's loopback address. Default none, or those that a container image exposes;
    /// others can be forwarded later.
    /// </summary>
    /// <exception cref="SmolVmException">Not between 1 and 65535.</exception>
    public IReadOnlyList<int> Ports
    {
        get => ports;
        init => ports = [.. value.Select(port => InRange(port, 1, 65535, "as a port"))];
    }

    /// <summary>
    /// The host's ports for some of <see cref="Ports"/>, by the guest's. A machine does not start where one is taken, so that only the tool
    /// gives them, to machines that a person made.
    /// </summary>
    internal IReadOnlyDictionary<int, int> HostPorts { get; init; } = new Dictionary<int, int>();

    /// <summary>Variables that every program of the machine gets.</summary>
    /// <exception cref="SmolVmException">A name is empty or has a <c>=</c>, or a value has a NUL character.</exception>
    public IReadOnlyDictionary<string, string> Environment
    {
        get => environment;
        init => environment = value.ToDictionary(
            pair => pair.Key.Length > 0 && !pair.Key.Contains('=') && !pair.Key.Contains('\0') ? pair.Key : throw BadVariable(pair.Key),
            pair => pair.Value.Contains('\0') ? throw BadVariable(pair.Key) : pair.Value);
    }

    /// <summary>
    /// The user that programs run as unless their command says another; the one that a container image says, or root, when null. Mounts
    /// are made by root in any case.
    /// </summary>
    public string? User { get; init; }

    /// <summary>From the start of the hypervisor until ready and mounted; 60 s with KVM and 180 s under emulation when null.</summary>
    /// <exception cref="SmolVmException">Not positive, or more than a day.</exception>
    public TimeSpan? BootTimeout
    {
        get => bootTimeout;
        init => bootTimeout = value is { } given ? InRange(given, "boot time-out") : null;
    }

    /// <summary>How long the machine may live before it is ended, whatever it does. Default six hours.</summary>
    /// <exception cref="SmolVmException">Not positive, or more than a day.</exception>
    public TimeSpan MaximumLifetime
    {
        get => maximumLifetime;
        init => maximumLifetime = InRange(value, "lifetime");
    }

    static int InRange(int value, int least, int most, string what) => value >= least && value <= most
        ? value
        : throw new SmolVmException(
            ErrorCodes.Option,
            string.Create(CultureInfo.InvariantCulture, $"A machine cannot have {value} {what}. Give a number from {least} to {most}."));

    static TimeSpan InRange(TimeSpan value, string what) => value > TimeSpan.Zero && value <= TimeSpan.FromDays(1)
        ? value
        : throw new SmolVmException(
            ErrorCodes.Option,
            string.Create(
                CultureInfo.InvariantCulture, $"A machine cannot have a {what} of {value.TotalSeconds} s. Give more than 0 and at most 86400 s."));

    // It is a word of the kernel's command line.
    [GeneratedRegex(@"^(/[A-Za-z0-9._+-]+){1,20}\z")]
    private static partial Regex InitPath();

    static SmolVmException BadInit(string path) => new(
        ErrorCodes.Option, $"'{path}' is no init that a machine can have. Give the full path of a program of the image, such as /sbin/init.");

    static SmolVmException BadRange(string range) => new(
        ErrorCodes.Option, $"'{range}' is no range of addresses. Give a CIDR such as 10.0.0.0/8, or one address.");

    static SmolVmException BadVariable(string name) => new(
        ErrorCodes.Option,
        $"The environment variable '{name.Replace("\0", "\\0", StringComparison.Ordinal)}' cannot be passed on. "
        + "Give a name without '=' and a value without NUL characters.");
}
