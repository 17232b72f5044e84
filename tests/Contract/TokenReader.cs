namespace SmolVM.Tests.Contract;

/// <summary>Sorts the tokens after a command's words into flags, positionals and the command for the guest.</summary>
sealed class TokenReader(ContractCommand command, Version version)
{
    readonly Queue<ContractArgument> positionals = new(command.Positionals.Where(positional => !positional.OnlyAfterDashes));
    readonly ContractArgument? afterDashes = command.Positionals.FirstOrDefault(positional => positional.OnlyAfterDashes);
    readonly List<KeyValuePair<string, string>> flags = [];
    readonly Dictionary<string, string> values = [];
    readonly List<string> rest = [];
    readonly HashSet<string> given = [];

    public IReadOnlyList<KeyValuePair<string, string>> Flags => flags;

    public IReadOnlyDictionary<string, string> Positionals => values;

    public IReadOnlyList<string> Rest => rest;

    /// <summary>The names of all arguments that were given, as the contract calls them.</summary>
    public IReadOnlySet<string> Given => given;

    /// <returns>Whether it was read to its end; not where help was asked for.</returns>
    /// <exception cref="UsageException">A token has no place.</exception>
    public bool Read(IReadOnlyList<string> tokens)
    {
        var onlyValues = false;
        for (var next = 0; next < tokens.Count;)
        {
            var token = tokens[next++];
            if (rest.Count > 0)
                rest.Add(token);
            else if (onlyValues)
                Take(token, afterDashes ?? NextPositional(token));
            else if (token == "--")
                onlyValues = true;
            else if (token is "-h" or "--help")
                return false;
            else if (token.StartsWith("--", StringComparison.Ordinal))
                ReadLong(token, tokens, ref next);
            else if (token.Length > 1 && token[0] == '-')
                ReadLetters(token, tokens, ref next);
            else
                Take(token, NextPositional(token));
        }
        return true;
    }

    ContractArgument NextPositional(string token) =>
        positionals.TryDequeue(out var positional) ? positional : throw new UsageException($"unexpected argument '{token}' found");

    void Take(string token, ContractArgument positional)
    {
        given.Add(positional.Name);
        if (positional.TakesTheRest || positional.OnlyAfterDashes)
            rest.Add(token);
        else
            values[positional.Name.Trim('<', '>')] = token;
    }

    void ReadLong(string token, IReadOnlyList<string> tokens, ref int next)
    {
        var equals = token.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? token : token[..equals];
        var flag = command.Flag(name) ?? throw new UsageException($"unexpected argument '{name}' found");
        if (flag.TakesValue)
            Add(flag, equals < 0 ? FollowingValue(flag, tokens, ref next) : token[(equals + 1)..]);
        else if (equals < 0)
            Add(flag, "");
        else
            throw new UsageException($"unexpected value '{token[(equals + 1)..]}' for '{name}' found; no more were expected");
    }

    // -it is -i -t; -eA=B is -e A=B, and so is -e=A=B.
    void ReadLetters(string token, IReadOnlyList<string> tokens, ref int next)
    {
        for (var at = 1; at < token.Length; at++)
        {
            var flag = command.Flag(token[at]) ?? throw new UsageException($"unexpected argument '-{token[at]}' found");
            if (!flag.TakesValue)
            {
                Add(flag, "");
                continue;
            }
            var attached = token[(at + 1)..];
            Add(flag, attached.Length == 0 ? FollowingValue(flag, tokens, ref next) : attached[0] == '=' ? attached[1..] : attached);
            return;
        }
    }

    static string FollowingValue(ContractArgument flag, IReadOnlyList<string> tokens, ref int next)
    {
        // A lone dash is an ordinary value; anything longer that begins with one is a flag.
        if (next == tokens.Count || (tokens[next].Length > 1 && tokens[next][0] == '-'))
            throw new UsageException($"a value is required for '{flag.Name} <VALUE>' but none was supplied");
        return tokens[next++];
    }

    void Add(ContractArgument flag, string value)
    {
        if (!given.Add(flag.Name) && !flag.Repeatable)
            throw new UsageException($"the argument '{flag.Name}' cannot be used multiple times");
        if (flag.TakesValue && ValueSyntax.Refusal(flag, value, version) is { } refusal)
            throw new UsageException($"invalid value '{value}' for '{flag.Name} <VALUE>': {refusal}");
        flags.Add(new(flag.Name, value));
    }
}
