namespace SmolVM.Smolvm;

/// <summary><c>machine run</c>: a machine for one command.</summary>
internal sealed record MachineRun(IReadOnlyList<string> Command)
{
    /// <summary>A registry reference; a bare machine when this and <see cref="From"/> are null.</summary>
    public string? Image { get; init; }

    /// <summary>A <c>.smolmachine</c> file, from 1.0.2.</summary>
    public string? From { get; init; }

    /// <summary>The machine's name, from 0.6.0; not with a pack.</summary>
    public string? Name { get; init; }

    public bool Network { get; init; }

    /// <summary>Not with a pack, where the program has no list.</summary>
    public IReadOnlyList<string> AllowCidrs { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public TimeSpan? Timeout { get; init; }

    public IReadOnlyList<string> Argv(SmolvmVersion version)
    {
        if (From is not null)
            SmolvmFeature.RunFrom.Require(version);
        if (From is not null && (Image is not null || Name is not null || AllowCidrs.Count > 0))
            throw SmolvmArgument.Refuse(
                $"A run of the pack '{From}' has no image, no name and no list of addresses", "Create a machine from it instead.");
        if (Name is not null)
            SmolvmFeature.RunName.Require(version);
        return
        [
            "smolvm", "machine", "run",
            .. Name is null ? Array.Empty<string>() : ["--name", SmolvmArgument.Name(Name, version.Known)],
            .. SmolvmArgument.Optional("--image", Image),
            .. SmolvmArgument.Optional("--from", From),
            .. Network || AllowCidrs.Count > 0 ? ["--net"] : Array.Empty<string>(),
            .. SmolvmArgument.Ranges(AllowCidrs),
            .. SmolvmArgument.Variables(Environment),
            .. Timeout is { } timeout ? ["--timeout", SmolvmArgument.Duration(timeout)] : Array.Empty<string>(),
            .. SmolvmArgument.Command(Command),
        ];
    }
}
