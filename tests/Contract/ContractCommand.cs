namespace SmolVM.Tests.Contract;

/// <summary>A command of the CLI at one version.</summary>
/// <param name="Path">Its words, such as <c>machine create</c>.</param>
/// <param name="Aliases">What its last word may be written as.</param>
/// <param name="Subcommands">The words that follow it, where it is a group.</param>
/// <param name="Arguments">Its flags and positionals.</param>
/// <param name="AnyOf">Flags of which at least one must be given; may be empty.</param>
sealed record ContractCommand(
    string Path,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Subcommands,
    IReadOnlyList<ContractArgument> Arguments,
    IReadOnlyList<string> AnyOf)
{
    public bool IsGroup => Subcommands.Count > 0;

    public string LastWord => Path[(Path.LastIndexOf(' ') + 1)..];

    public IReadOnlyList<ContractArgument> Positionals { get; } =
        [.. Arguments.Where(argument => !argument.IsFlag).OrderBy(argument => argument.Position ?? int.MaxValue)];

    public ContractArgument? Flag(string name) => Arguments.FirstOrDefault(argument => argument.IsFlag && argument.Name == name);

    public ContractArgument? Flag(char letter) => Arguments.FirstOrDefault(argument => argument.Letters.Contains(letter));
}
