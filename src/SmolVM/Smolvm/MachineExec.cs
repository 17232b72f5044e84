namespace SmolVM.Smolvm;

/// <summary><c>machine exec</c>: runs a command in a machine.</summary>
internal sealed record MachineExec(string Name, IReadOnlyList<string> Command)
{
    /// <summary>
    /// Hands standard input on, and both outputs as they come; without it they come at the end, and are cut or refused at 11 MiB.
    /// </summary>
    public bool Interactive { get; init; }

    /// <summary>Returns at once; what the command says, and how it ends, is not to be had. From 1.3.0.</summary>
    public bool Detach { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    public TimeSpan? Timeout { get; init; }

    public IReadOnlyList<string> Argv(SmolvmVersion version)
    {
        if (Command.Count == 0)
            throw SmolvmArgument.Refuse($"There is no command to run in '{Name}'", "Give a program and its arguments.");
        if (Detach)
            SmolvmFeature.Detach.Require(version);
        if (Detach && Interactive)
            throw SmolvmArgument.Refuse($"A detached command in '{Name}' has no input", "Choose one of Detach and Interactive.");
        return
        [
            "smolvm", "machine", "exec", "--name", SmolvmArgument.Name(Name, version.Known),
            .. Interactive ? ["-i"] : Array.Empty<string>(),
            .. Detach ? ["-d"] : Array.Empty<string>(),
            .. SmolvmArgument.Variables(Environment),
            .. WorkingDirectory is { } directory ? SmolvmArgument.Option("-w", "--workdir", directory) : [],
            .. Timeout is { } timeout ? ["--timeout", SmolvmArgument.Duration(timeout)] : Array.Empty<string>(),
            .. SmolvmArgument.Command(Command),
        ];
    }
}
