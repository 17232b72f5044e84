namespace SmolVM.Processes;

/// <summary>The only way by which this library starts host programs. A seam: a library such as CliWrap could stand behind it.</summary>
internal interface ICommandRunner
{
    /// <summary>
    /// Runs to the end. Cancellation and time-out end the program gracefully, then forcefully with its tree, before they throw.
    /// </summary>
    /// <exception cref="ToolMissingException">The executable or the working directory does not exist.</exception>
    /// <exception cref="CommandTimeoutException">It took longer than <see cref="Command.Timeout"/>.</exception>
    Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken = default);

    /// <summary>The tree of programs that come with us, and not with the host; null: none do.</summary>
    string? CarriedTree => null;

    /// <summary>Where names of programs are looked up.</summary>
    string? SearchPath => Environment.GetEnvironmentVariable("PATH");

    /// <summary>Starts without waiting. The caller disposes it, which kills the tree of a program that still runs.</summary>
    IRunningCommand Start(Command command);
}
