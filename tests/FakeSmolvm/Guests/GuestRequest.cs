namespace FakeSmolvm.Guests;

/// <summary>A command that is to run in a guest.</summary>
sealed record GuestRequest(IReadOnlyList<string> Command)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = GuestEnvironment.Of();

    public string? WorkingDirectory { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>The guest reads the CLI's standard input; else it has an empty one.</summary>
    public bool Interactive { get; init; }

    public OutputMode Output { get; init; }
}
