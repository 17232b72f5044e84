namespace SmolVM.Smolvm;

/// <summary>Where the program is and what it is to see. The defaults are those of the environment.</summary>
internal sealed record SmolvmSettings
{
    public const string CliVariable = "SMOLVM_CLI";
    public const string DefaultExecutable = "smolvm";

    /// <summary>The path of the program, which is then taken at its word; null: <c>smolvm</c> on PATH, if it is the right one.</summary>
    public string? Cli { get; init; }

    /// <summary>
    /// Where this library keeps what belongs to the program's machines: beside the program's own state, so that whoever sees a machine
    /// sees its owner.
    /// </summary>
    public required string StateFolder { get; init; }

    /// <summary>Laid over the caller's environment; a null value removes a variable.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    public string Executable => Cli ?? DefaultExecutable;

    public static SmolvmSettings FromEnvironment() => new()
    {
        Cli = System.Environment.GetEnvironmentVariable(CliVariable) is { Length: > 0 } cli ? cli : null,
        StateFolder = Path.Combine(
            System.Environment.GetEnvironmentVariable("SMOLVM_DATA_DIR") is { Length: > 0 } data
                ? data
                : System.Environment.GetFolderPath(
                    System.Environment.SpecialFolder.LocalApplicationData, System.Environment.SpecialFolderOption.DoNotVerify),
            "smolvm-dotnet"),
        Environment = SmolvmEnvironment.Reduce(System.Environment.GetEnvironmentVariables()),
    };
}
