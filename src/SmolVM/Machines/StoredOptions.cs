using System.Text.Json.Serialization;
using SmolVM.Mounts;

namespace SmolVM.Machines;

/// <summary>
/// Options as they are kept in a file. A key that is not known is refused: a later version would not have meant nothing by it.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record StoredOptions
{
    public required string Image { get; init; }

    public string? Init { get; init; }

    public required int Cpus { get; init; }

    public int? MemoryMiB { get; init; }

    public required RootUpper RootUpper { get; init; }

    public required int DiskMiB { get; init; }

    public required bool Network { get; init; }

    public required IReadOnlyList<string> AllowCidrs { get; init; }

    public required bool Clonable { get; init; }

    public required IReadOnlyList<int> Ports { get; init; }

    public IReadOnlyDictionary<int, int>? HostPorts { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public string? User { get; init; }

    public double? BootTimeoutSeconds { get; init; }

    public required IReadOnlyList<StoredMount> Mounts { get; init; }

    public static StoredOptions Of(MachineOptions options) => new()
    {
        Image = options.Image,
        Init = options.Init,
        Cpus = options.Cpus,
        MemoryMiB = options.MemoryMiB,
        RootUpper = options.RootUpper,
        DiskMiB = options.DiskMiB,
        Network = options.Network,
        AllowCidrs = options.AllowCidrs,
        Clonable = options.Clonable,
        Ports = options.Ports,
        HostPorts = options.HostPorts.Count > 0 ? options.HostPorts : null,
        Environment = options.Environment,
        User = options.User,
        BootTimeoutSeconds = options.BootTimeout?.TotalSeconds,
        Mounts = [.. options.Mounts.Select(StoredMount.Of)],
    };

    /// <summary>The options again; mounts whose directory has gone are among them.</summary>
    public MachineOptions Options(string name) => new()
    {
        Name = name,
        Image = Image,
        Init = Init,
        Cpus = Cpus,
        MemoryMiB = MemoryMiB,
        RootUpper = RootUpper,
        DiskMiB = DiskMiB,
        Network = Network,
        AllowCidrs = AllowCidrs,
        Clonable = Clonable,
        Ports = Ports,
        HostPorts = HostPorts ?? new Dictionary<int, int>(),
        Environment = Environment,
        User = User,
        BootTimeout = BootTimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Mounts = [.. Mounts.Select(mount => mount.Mount())],
    };
}

/// <summary>A mount as it is kept in a file. Keys that are not known are passed over.</summary>
internal sealed record StoredMount
{
    [JsonPropertyName("host_path")]
    public required string HostPath { get; init; }

    [JsonPropertyName("guest_path")]
    public required string GuestPath { get; init; }

    [JsonPropertyName("mount_tag")]
    public string? MountTag { get; init; }

    [JsonPropertyName("writable")]
    public bool Writable { get; init; }

    public static StoredMount Of(WorkspaceMount mount) => new()
    {
        HostPath = mount.HostPath,
        GuestPath = mount.GuestPath,
        MountTag = mount.MountTag,
        Writable = mount.Writable,
    };

    public WorkspaceMount Mount() => WorkspaceMount.Stored(HostPath, GuestPath, MountTag, Writable);
}
