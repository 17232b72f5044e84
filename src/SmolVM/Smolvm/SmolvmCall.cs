namespace SmolVM.Smolvm;

/// <summary>How a call of the program is made: everything but its arguments.</summary>
internal sealed record SmolvmCall
{
    /// <summary>For calls that only write a record or read one.</summary>
    public static readonly SmolvmCall Short = new() { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>For calls that boot, pull, pack or fork.</summary>
    public static readonly SmolvmCall Long = new() { Timeout = TimeSpan.FromMinutes(30) };

    public required TimeSpan Timeout { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>Laid over what the program gets otherwise.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
