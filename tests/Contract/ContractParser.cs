namespace SmolVM.Tests.Contract;

/// <summary>Decides on an argument list as the CLI of a version does: strictly, and before anything is started.</summary>
static class ContractParser
{
    static readonly string[] Groups = ["machine", "pack", "serve", "config"];

    /// <summary>Parses the arguments, without the executable before them.</summary>
    /// <param name="version">The version of the CLI, such as 0.8.0.</param>
    /// <param name="arguments">The argument list.</param>
    public static ParseOutcome Parse(Version version, IReadOnlyList<string> arguments)
    {
        try
        {
            return Descend(version, arguments);
        }
        catch (UsageException refusal)
        {
            return new UsageError(refusal.Message);
        }
    }

    static ParseOutcome Descend(Version version, IReadOnlyList<string> arguments)
    {
        var (words, children, next) = (new List<string>(), (IReadOnlyList<string>)Groups, 0);
        while (true)
        {
            var path = string.Join(' ', words);
            if (next == arguments.Count)
                throw new UsageException($"'smolvm{(path.Length == 0 ? "" : " " + path)}' requires a subcommand but one was not provided");
            var token = arguments[next++];
            if (token is "-h" or "--help" or "help")
                return new HelpAsked(path);
            if (words.Count == 0 && token is "-V" or "--version")
                return new VersionAsked();
            var command = Child(path, children, token, version);
            words = [.. command.Path.Split(' ')];
            if (!command.IsGroup)
                return Read(command, version, [.. arguments.Skip(next)]);
            children = command.Subcommands;
        }
    }

    static ContractCommand Child(string path, IReadOnlyList<string> children, string token, Version version) =>
        children.Select(child => CliContract.Command($"{path} {child}".TrimStart(), version)).OfType<ContractCommand>()
            .FirstOrDefault(child => child.LastWord == token || child.Aliases.Contains(token))
        ?? throw new UsageException(token.StartsWith('-') ? $"unexpected argument '{token}' found" : $"unrecognized subcommand '{token}'");

    static ParseOutcome Read(ContractCommand command, Version version, IReadOnlyList<string> tokens)
    {
        var reader = new TokenReader(command, version);
        if (!reader.Read(tokens))
            return new HelpAsked(command.Path);
        ArgumentRules.Check(command, reader.Given);
        return new AcceptedCall(command.Path, reader.Flags, reader.Positionals, reader.Rest);
    }
}
