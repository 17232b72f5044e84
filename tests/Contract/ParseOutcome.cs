namespace SmolVM.Tests.Contract;

/// <summary>What the CLI makes of an argument list before it does anything.</summary>
abstract record ParseOutcome;

/// <summary>Exit 2, with the reason on standard error.</summary>
sealed record UsageError(string Message) : ParseOutcome;

/// <summary><c>--help</c>, anywhere: exit 0.</summary>
sealed record HelpAsked(string Command) : ParseOutcome;

/// <summary><c>--version</c> in place of a command: exit 0.</summary>
sealed record VersionAsked : ParseOutcome;

/// <summary>A call that is accepted. Accepted is not obeyed: what a version ignores is still here.</summary>
/// <param name="Command">The command's words, aliases resolved.</param>
/// <param name="Flags">The flags as they were given, in order, by their long names; the value of a boolean one is empty.</param>
/// <param name="Positionals">The positionals by name, without those of <paramref name="Rest"/>.</param>
/// <param name="Rest">The command for the guest, every token as it is; may be empty.</param>
sealed record AcceptedCall(
    string Command,
    IReadOnlyList<KeyValuePair<string, string>> Flags,
    IReadOnlyDictionary<string, string> Positionals,
    IReadOnlyList<string> Rest) : ParseOutcome
{
    /// <summary>The machine's name in whatever shape it was given; null where it was not.</summary>
    public string? MachineName => Value("--name") ?? Positionals.GetValueOrDefault("NAME");

    public bool Has(string flag) => Flags.Any(given => given.Key == flag);

    public string? Value(string flag) => Values(flag) is [var first, ..] ? first : null;

    public IReadOnlyList<string> Values(string flag) => [.. Flags.Where(given => given.Key == flag).Select(given => given.Value)];
}
