using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Qemu;

/// <summary>All that QEMU's argv is made of: plain data, so that <see cref="QemuArgv"/> is a pure function.</summary>
internal sealed record QemuSetup
{
    public required string Executable { get; init; }

    public GuestArchitecture Architecture { get; init; } = GuestArchitecture.X64;

    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    public required int Cpus { get; init; }

    public required int MemoryMiB { get; init; }

    public required string Kernel { get; init; }

    public required string Initramfs { get; init; }

    public required string HostName { get; init; }

    /// <summary>The program of the root that is process 1; null: the agent is.</summary>
    public string? Init { get; init; }

    public required RootKind RootKind { get; init; }

    /// <summary>The erofs image, or the directory that is the guest's root.</summary>
    public required string RootPath { get; init; }

    /// <summary>The ext4 image that takes the root's writes; null: memory.</summary>
    public DiskFile? UpperDisk { get; init; }

    /// <summary>The file that is the guest's memory; null: the process's own.</summary>
    public MemoryFile? Memory { get; init; }

    /// <summary>Whether QEMU waits for the state of another machine in place of booting.</summary>
    public bool Incoming { get; init; }

    /// <summary>Whether QEMU serves its sockets and writes the console itself, for it outlives us.</summary>
    public bool Detached { get; init; }

    /// <summary>Where the console of a detached machine goes; the run directory when null.</summary>
    public string? KeptConsole { get; init; }

    public bool Network { get; init; }

    /// <summary>Guest ports besides SSH's that get a host port.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The host's ports for some of them; the others get a free one.</summary>
    public IReadOnlyDictionary<int, int> HostPorts { get; init; } = new Dictionary<int, int>();

    /// <summary>The 9p devices, used or not.</summary>
    public IReadOnlyList<MountSlot> Slots { get; init; } = MountSlot.Of([]);

    public MountSecurity MountSecurity { get; init; } = MountSecurity.None;

    /// <summary>Where the sockets are that we listen on, and where the console's file goes.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The machine that the options describe; accelerator, disk and run directory are the start's to add.</summary>
    public static QemuSetup Of(string executable, Kit kit, RootImage root, MachineOptions options) => new()
    {
        Executable = executable,
        Cpus = options.Cpus,
        MemoryMiB = options.MemoryMiB ?? MachineOptions.DefaultMemoryMiB,
        Kernel = kit.Kernel,
        Initramfs = kit.Initramfs,
        HostName = options.Name ?? "smolvm",
        Init = options.Init,
        RootKind = root.Kind,
        RootPath = root.Path,
        Network = options.Network,
        Ports = options.Ports,
        HostPorts = options.HostPorts,
        Slots = MountSlot.Of(options.Mounts),
        RunDirectory = "",
    };

    /// <summary>What unused slots show.</summary>
    public string EmptyDirectory => Path.Combine(RunDirectory, "empty");

    public string AgentSocket => Path.Combine(RunDirectory, "agent.sock");

    public string QmpSocket => Path.Combine(RunDirectory, "qmp.sock");

    public string ConsoleSocket => Path.Combine(RunDirectory, "console.sock");

    /// <summary>Where QEMU takes the state of another machine.</summary>
    public string IncomingSocket => Path.Combine(RunDirectory, "in.sock");

    /// <summary>Where we take the state of QEMU's own machine.</summary>
    public string OutgoingSocket => Path.Combine(RunDirectory, "out.sock");

    public string ConsoleFile => KeptConsole ?? Path.Combine(RunDirectory, "console.log");

    /// <summary>Where we listen for a detached QEMU while it starts.</summary>
    public string StartSocket => Path.Combine(RunDirectory, "start.sock");

    /// <summary>Where a detached QEMU writes what it has to say.</summary>
    public string ErrorFile => Path.Combine(RunDirectory, "qemu.log");
}
