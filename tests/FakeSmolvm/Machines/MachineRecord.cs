using System.Text.Json.Serialization;

namespace FakeSmolvm.Machines;

/// <summary>What the database holds of a machine.</summary>
sealed record MachineRecord
{
    public required string Name { get; init; }

    public long CreatedAt { get; init; }

    public int Cpus { get; init; } = 4;

    public uint MemoryMiB { get; init; } = 8192;

    public ulong? StorageGiB { get; init; }

    public ulong? OverlayGiB { get; init; }

    /// <summary>What the image is called; null for a bare machine.</summary>
    public string? Image { get; init; }

    /// <summary>The pack that it was created from, or null.</summary>
    public string? Pack { get; init; }

    public IReadOnlyList<string> Volumes { get; init; } = [];

    public IReadOnlyList<string> Ports { get; init; } = [];

    public bool Network { get; init; }

    public string? NetBackend { get; init; }

    /// <summary>The destinations that the version holds the guest to; empty when it does not, whatever was asked for.</summary>
    public IReadOnlyList<string> Egress { get; init; } = [];

    /// <summary>Variables of the image; the record's own are laid over them.</summary>
    public IReadOnlyList<string> ImageEnvironment { get; init; } = [];

    public IReadOnlyList<string> Environment { get; init; } = [];

    public string? WorkingDirectory { get; init; }

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Init { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public bool Ephemeral { get; init; }

    public bool Forkable { get; init; }

    /// <summary>The machine that this one was forked from, or null.</summary>
    public string? ForkBase { get; init; }

    /// <summary>Frozen since it was forked.</summary>
    public bool Frozen { get; init; }

    /// <summary>The guest does not answer any more.</summary>
    public bool Unreachable { get; init; }

    public bool EverStarted { get; init; }

    /// <summary>The process that stands for the virtual machine, or null where there never was one.</summary>
    public VmProcess? Process { get; init; }

    [JsonIgnore]
    public bool IsBare => Image is null;

    [JsonIgnore]
    public bool IsAlive => Process is { IsAlive: true };

    /// <summary>The word of the CLI for it. What another process did to the machine is seen, as by the real one.</summary>
    [JsonIgnore]
    public string State => (IsAlive, EverStarted) switch
    {
        (true, _) when Frozen => "frozen",
        (true, _) when Unreachable => "unreachable",
        (true, _) => "running",
        (false, true) => "stopped",
        (false, false) => "created",
    };
}
