using SmolVM.Processes;

namespace SmolVM.Tests.Packs;

/// <summary>Runs the real program, and cancels when its first output is there.</summary>
sealed class CancellingRunner(CancellationTokenSource source) : ICommandRunner
{
    readonly CommandRunner inner = new();

    public Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken = default) => inner.RunAsync(
        command with
        {
            Output = async (stream, token) =>
            {
                await stream.ReadExactlyAsync(new byte[1], token);
                await source.CancelAsync();
                await command.Output!(stream, token);
            },
        },
        cancellationToken);

    public IRunningCommand Start(Command command) => inner.Start(command);
}
