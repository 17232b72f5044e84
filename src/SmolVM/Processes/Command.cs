namespace SmolVM.Processes;

/// <summary>
/// A host program to run: immutable data, changed by <c>with</c>. Nothing happens until <see cref="ICommandRunner"/> gets it.
/// </summary>
/// <param name="Argv">The executable (a path, or a name looked up on PATH) and its arguments, each passed as it is.</param>
internal sealed record Command(IReadOnlyList<string> Argv)
{
    public Command(params string[] argv) : this((IReadOnlyList<string>)argv)
    {
    }

    /// <summary>The directory to start in; the caller's when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables laid over the caller's environment; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where standard input comes from; empty when null. Never the caller's own.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>Takes the bytes of standard output as they come. Null: they are captured as UTF-8 text.</summary>
    public Func<Stream, CancellationToken, Task>? Output { get; init; }

    /// <summary>Takes the bytes of standard error as they come. Null: they are captured as UTF-8 text.</summary>
    public Func<Stream, CancellationToken, Task>? Error { get; init; }

    /// <summary>
    /// The most characters that are kept of a captured stream: the first and the last half of it, with a line about what was left out.
    /// </summary>
    public int CaptureLimit { get; init; } = 1 << 20;

    /// <summary>Ends the command when it takes longer; null: no limit but the caller's token.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long the program has between the polite signal (SIGTERM) and the forceful one to its whole tree.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the pipes are read after the program's exit, for a daemon that it left may hold them open.</summary>
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The program runs in a session of its own and is killed by the kernel when this process ends, however it ends (Linux).
    /// </summary>
    public bool DiesWithParent { get; init; }
}
