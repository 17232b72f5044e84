using SmolVM.Processes;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

/// <summary>Runs commands for real, but lets apt know the sources of a test instead of the host's.</summary>
sealed class LocalApt(string sourcesFile) : ICommandRunner
{
    readonly List<IReadOnlyList<string>> _ran = [];
    readonly List<int> _started = [];

    /// <summary>Every argv, as it was asked for.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Ran => _ran;

    public Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken = default)
    {
        _ran.Add(command.Argv);
        return Sh.Runner.RunAsync(command with { Argv = Redirect(command.Argv) }, cancellationToken);
    }

    /// <summary>The process ids of what was started without waiting.</summary>
    public IReadOnlyList<int> Started => _started;

    public IRunningCommand Start(Command command)
    {
        var running = Sh.Runner.Start(command);
        _started.Add(running.ProcessId);
        return running;
    }

    IReadOnlyList<string> Redirect(IReadOnlyList<string> argv) => argv[0].StartsWith("apt-", StringComparison.Ordinal)
        ?
        [
            .. argv.Take(3), "-o", $"Dir::Etc::sourcelist={sourcesFile}", "-o", "Dir::Etc::sourceparts=/dev/null",
            "-o", "Acquire::Retries=0", .. argv.Skip(3),
        ]
        : argv;
}
