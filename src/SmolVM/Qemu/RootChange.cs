using SmolVM.Guests;

namespace SmolVM.Qemu;

/// <summary>Changes a root in a machine, and gives back what it has become.</summary>
internal static class RootChange
{
    /// <summary>What is written meanwhile is in the memory too.</summary>
    public const int MemoryMiB = 1024;

    const int ErrorLimit = 8 * 1024;

    /// <summary>Runs the command, whose standard output is progress, and then the tar of the merged root.</summary>
    /// <exception cref="GuestExecException">The command failed; the message has the end of its standard error.</exception>
    public static async Task RunAsync(
        IGuestChannel channel, GuestCommand command, Func<Stream, CancellationToken, Task> take, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var lines = new LineReader(line => progress?.Report(line.Text));
        var errors = new BoundedCapture(ErrorLimit);
        var run = new GuestRun(channel, command)
        {
            Output = (stream, token) => lines.ReadAsync(stream, isError: false, token),
            Error = errors.ReadAsync,
            Seen = () => ("(was streamed)", errors.ToString()),
        };
        var exit = await run.RunAsync(cancellationToken);
        if (exit.ShellCode != 0)
            throw new GuestExecException(
                $"The command that prepares an image in a machine ended with exit code {exit.ShellCode}. "
                + $"See what it said last: {errors.ToString().Trim()}");
        await RootTar.ReadAsync(channel, take, cancellationToken);
    }
}
