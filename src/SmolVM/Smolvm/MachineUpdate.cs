namespace SmolVM.Smolvm;

/// <summary><c>machine update</c>: changes a machine that does not run. From 0.6.3.</summary>
internal sealed record MachineUpdate(string Name)
{
    public int? Cpus { get; init; }

    public int? MemoryMiB { get; init; }

    /// <summary>Opens or closes the network; as it is when null.</summary>
    public bool? Network { get; init; }

    public IReadOnlyList<string> Argv(SmolvmVersion version)
    {
        SmolvmFeature.Update.Require(version);
        var name = MachineVerbs.ByOptionOrPlace(Name, version);
        var named = SmolvmFeature.NameOption.In(version);
        return
        [
            "smolvm", "machine", "update",
            .. named ? name : [],
            .. SmolvmArgument.Optional("--cpus", Cpus),
            .. SmolvmArgument.Optional("--mem", MemoryMiB),
            .. Network is { } open ? [open ? "--net" : "--no-net"] : Array.Empty<string>(),
            .. named ? [] : name,
        ];
    }
}
