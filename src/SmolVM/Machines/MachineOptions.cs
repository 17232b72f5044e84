using SmolVM.Mounts;

namespace SmolVM.Machines;

/// <summary>What a machine is made of: immutable data, changed by <c>with</c>. A value out of range is refused when it is set.</summary>
public sealed record MachineOptions
{
    /// <summary>Where the root file system comes from: <c>base</c>, <c>host</c>, a directory, or a <c>.smolmachine</c> file. Default <c>base</c>.</summary>
    public string Image { get; init; } = "base";

    /// <summary>The machine's name, for messages and the guest's host name; one is made up when null.</summary>
    public string? Name { get; init; }

    /// <summary>Virtual CPUs, 1 to 64. Default 2.</summary>
    public int Cpus { get; init; } = 2;

    /// <summary>Memory in MiB, 128 to 1,048,576; 512, or 1024 for <c>host</c>, when null.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Host directories seen in the guest, each with a tag and a guest path of its own. Default none.</summary>
    /// <exception cref="MountException">Two mounts have the same tag or the same guest path.</exception>
    public IReadOnlyList<WorkspaceMount> Mounts { get; init => field = MountList.Check(value); } = [];

    /// <summary>Where writes to the root go. Default memory.</summary>
    public RootUpper RootUpper { get; init; } = RootUpper.Memory;

    /// <summary>Whether the guest reaches the network. Default no: only forwarded ports lead in, nothing leads out.</summary>
    public bool Network { get; init; }

    /// <summary>TCP ports of the guest that get a free port of the host's loopback address. Default none.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Variables that every program of the machine gets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user that programs run as unless their command says another; root when null. Mounts are made by root in any case.</summary>
    public string? User { get; init; }

    /// <summary>From the start of the hypervisor until ready and mounted; 60 s with KVM and 180 s under emulation when null.</summary>
    public TimeSpan? BootTimeout { get; init; }
}
