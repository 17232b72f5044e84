using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>Runs programs of the host, and those of <see cref="CarriedTools"/> that the host lacks.</summary>
/// <param name="inner">Runs them.</param>
/// <param name="bin">The directory of the carried ones.</param>
internal sealed class CarriedRunner(ICommandRunner inner, string bin) : ICommandRunner
{
    public string CarriedTree { get; } = Path.Combine(Path.GetDirectoryName(bin)!, "tree");

    public string SearchPath => ExecutablePath.Behind(Environment.GetEnvironmentVariable("PATH"), bin);

    public Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken = default) =>
        inner.RunAsync(With(command), cancellationToken);

    public IRunningCommand Start(Command command) => inner.Start(With(command));

    /// <summary>The host's own come first.</summary>
    Command With(Command command)
    {
        var path = command.Environment.TryGetValue("PATH", out var given) ? given : Environment.GetEnvironmentVariable("PATH");
        return command with
        {
            Environment = new Dictionary<string, string?>(command.Environment) { ["PATH"] = ExecutablePath.Behind(path, bin) },
        };
    }
}
