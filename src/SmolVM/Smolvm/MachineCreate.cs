namespace SmolVM.Smolvm;

/// <summary><c>machine create</c>: writes a machine down; nothing boots.</summary>
internal sealed record MachineCreate(string Name)
{
    /// <summary>A registry reference, or a local archive (from 1.1.0); a bare machine when this and <see cref="From"/> are null.</summary>
    public string? Image { get; init; }

    /// <summary>A <c>.smolmachine</c> file.</summary>
    public string? From { get; init; }

    public int? Cpus { get; init; }

    public int? MemoryMiB { get; init; }

    public int? StorageGiB { get; init; }

    /// <summary>The network is open, or open to <see cref="AllowCidrs"/> only where there are any.</summary>
    public bool Network { get; init; }

    /// <summary><c>tsi</c> or <c>virtio-net</c>; the program's choice when null.</summary>
    public string? NetworkBackend { get; init; }

    public IReadOnlyList<string> AllowCidrs { get; init; } = [];

    public IReadOnlyList<VolumeArgument> Volumes { get; init; } = [];

    public IReadOnlyList<PortArgument> Ports { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What runs from the start on; the image's own command when empty.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Argv(SmolvmVersion version)
    {
        if (Image is not null && From is not null)
            throw SmolvmArgument.Refuse($"A machine is made of the image '{Image}' or of the pack '{From}', not of both", "Name one.");
        if (Command.Count > 0)
            SmolvmFeature.CreateCommand.Require(version);
        if (NetworkBackend is not null)
            SmolvmFeature.NetworkBackend.Require(version);
        var name = SmolvmArgument.Name(Name, version.Known);
        var named = SmolvmFeature.NameOption.In(version);
        return
        [
            "smolvm", "machine", "create",
            .. named ? ["--name", name] : Array.Empty<string>(),
            .. SmolvmArgument.Optional("--image", Image),
            .. SmolvmArgument.Optional("--from", From),
            .. SmolvmArgument.Optional("--cpus", Cpus),
            .. SmolvmArgument.Optional("--mem", MemoryMiB),
            .. SmolvmArgument.Optional("--storage", StorageGiB),
            // Written out, for with a pack a list alone does not open the network to it.
            .. Network || AllowCidrs.Count > 0 ? ["--net"] : Array.Empty<string>(),
            .. SmolvmArgument.Optional("--net-backend", NetworkBackend),
            .. SmolvmArgument.Ranges(AllowCidrs),
            .. Volumes.SelectMany(volume => volume.Argv(version)),
            .. Ports.SelectMany(port => port.Argv()),
            .. SmolvmArgument.Variables(Environment),
            .. named ? Array.Empty<string>() : [name],
            .. CommandWords(named),
        ];
    }

    // Before the name became an option, the command was the words that follow it.
    IReadOnlyList<string> CommandWords(bool named) => (Command.Count, named) switch
    {
        (0, _) => [],
        (_, true) => SmolvmArgument.Command(Command),
        _ => [.. SmolvmArgument.Command(Command).Skip(1)],
    };
}
