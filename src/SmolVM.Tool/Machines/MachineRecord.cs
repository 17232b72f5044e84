using SmolVM.Machines;

namespace SmolVM.Tool.Machines;

/// <summary>
/// A machine as <c>ls --json</c> and <c>status --json</c> print it: the fields of the <c>smolvm</c> program, and one of ours at the end.
/// </summary>
internal sealed record MachineRecord
{
    const int MiBInGiB = 1024;

    public required string Name { get; init; }

    public required string State { get; init; }

    public required int Cpus { get; init; }

    public required int MemoryMib { get; init; }

    public required int? Pid { get; init; }

    public required int Mounts { get; init; }

    public required int Ports { get; init; }

    public required long CreatedAt { get; init; }

    public int? StorageGb { get; init; }

    public required int? OverlayGb { get; init; }

    public required string? Image { get; init; }

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Cmd { get; init; } = [];

    public bool Ephemeral { get; init; }

    public bool Gpu { get; init; }

    public int? GpuVramMib { get; init; }

    public string RestartPolicy { get; init; } = "never";

    public int RestartMaxRetries { get; init; }

    public int RestartCount { get; init; }

    public string? HealthCmd { get; init; }

    public int? HealthIntervalSecs { get; init; }

    public int? HealthTimeoutSecs { get; init; }

    public int? HealthRetries { get; init; }

    public int? HealthStartupGraceSecs { get; init; }

    public required bool Network { get; init; }

    public bool ForkpointHeld { get; init; }

    public bool Cuda { get; init; }

    public bool Forkable { get; init; }

    public int? CudaForkPoolSize { get; init; }

    public int? CudaVramLimitMib { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Host directories of its mounts that have gone.</summary>
    public required IReadOnlyList<string> MissingFolders { get; init; }

    public static MachineRecord Of(StoredMachine machine) => new()
    {
        Name = machine.Name,
        State = StateOf(machine),
        Cpus = machine.Options.Cpus,
        MemoryMib = MemoryMiB(machine.Options),
        Pid = machine.ProcessId,
        Mounts = machine.Options.Mounts.Count,
        Ports = machine.Options.Ports.Count,
        CreatedAt = machine.Created.ToUnixTimeSeconds(),
        OverlayGb = machine.Options.RootUpper == RootUpper.Disk ? (machine.Options.DiskMiB + MiBInGiB - 1) / MiBInGiB : null,
        Image = machine.Options.Image,
        Network = machine.Options.Network,
        Forkable = machine.Options.Clonable,
        MissingFolders = machine.MissingFolders,
    };

    /// <summary><c>created</c>, <c>running</c> or <c>stopped</c>; <c>failed</c> for one that cannot be used.</summary>
    public static string StateOf(StoredMachine machine) => machine switch
    {
        { Problem: not null } => "failed",
        { State: MachineState.Running } => "running",
        { WasStarted: false } => "created",
        _ => "stopped",
    };

    public static int MemoryMiB(MachineOptions options) =>
        options.MemoryMiB ?? MachineOptions.DefaultMemoryMiBOf(options.Image);
}
