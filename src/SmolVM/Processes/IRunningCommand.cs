namespace SmolVM.Processes;

/// <summary>A host program that has been started.</summary>
internal interface IRunningCommand : IAsyncDisposable
{
    IReadOnlyList<string> Argv { get; }

    int ProcessId { get; }

    /// <summary>Completes when the program has ended and its streams are drained; never faults for an exit code.</summary>
    Task<CommandResult> Completion { get; }

    /// <summary>Asks the program to end (SIGTERM; on Windows the forceful way is the only one).</summary>
    void Terminate();

    /// <summary>Kills the program and its descendants.</summary>
    void Kill();
}
