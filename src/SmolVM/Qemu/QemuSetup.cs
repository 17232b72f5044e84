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

    public required RootKind RootKind { get; init; }

    /// <summary>The erofs image, or the directory that is the guest's root.</summary>
    public required string RootPath { get; init; }

    /// <summary>The ext4 image that takes the root's writes; null: memory.</summary>
    public string? UpperDisk { get; init; }

    public bool Network { get; init; }

    /// <summary>Guest ports besides SSH's that get a host port.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    public IReadOnlyList<WorkspaceMount> Mounts { get; init; } = [];

    public MountSecurity MountSecurity { get; init; } = MountSecurity.None;

    /// <summary>Where the sockets are that we listen on, and where the console's file goes.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>The machine that the options describe; accelerator, disk and run directory are the start's to add.</summary>
    public static QemuSetup Of(string executable, Kit kit, RootImage root, MachineOptions options) => new()
    {
        Executable = executable,
        Cpus = options.Cpus,
        MemoryMiB = options.MemoryMiB ?? QemuEngine.MemoryMiB,
        Kernel = kit.Kernel,
        Initramfs = kit.Initramfs,
        HostName = options.Name ?? "smolvm",
        RootKind = root.Kind,
        RootPath = root.Path,
        Network = options.Network,
        Ports = options.Ports,
        Mounts = options.Mounts,
        RunDirectory = "",
    };

    public string AgentSocket => Path.Combine(RunDirectory, "agent.sock");

    public string QmpSocket => Path.Combine(RunDirectory, "qmp.sock");

    public string ConsoleSocket => Path.Combine(RunDirectory, "console.sock");

    public string ConsoleFile => Path.Combine(RunDirectory, "console.log");
}
