namespace SmolVM.Tests.Contract;

/// <summary>A flag or a positional of one command, as the contract has it for some versions.</summary>
sealed record ContractArgument
{
    /// <summary><c>--name</c> of a flag, <c>&lt;NAME&gt;</c> of a positional: how the contract's lists of changes call it.</summary>
    public required string Name { get; init; }

    /// <summary>The letters that stand for a flag, without the dash.</summary>
    public IReadOnlyList<char> Letters { get; init; } = [];

    public bool TakesValue { get; init; }

    public bool Repeatable { get; init; }

    public bool Required { get; init; }

    public string Syntax { get; init; } = "";

    public IReadOnlyList<string> Conflicts { get; init; } = [];

    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Flags of which one must be given where this one is not.</summary>
    public IReadOnlyList<string> RequiredUnless { get; init; } = [];

    /// <summary>The place among the positionals, from 1; null for one that has them all.</summary>
    public int? Position { get; init; }

    /// <summary>Its first token makes everything after it a value, whatever it looks like.</summary>
    public bool TakesTheRest { get; init; }

    /// <summary>Reached only behind <c>--</c>.</summary>
    public bool OnlyAfterDashes { get; init; }

    public VersionRange Range { get; init; } = VersionRange.All;

    public bool IsFlag => Name.StartsWith("--", StringComparison.Ordinal);
}
