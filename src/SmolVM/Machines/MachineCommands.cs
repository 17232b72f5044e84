using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using SmolVM.Guests;

namespace SmolVM.Machines;

/// <summary>Shorter ways to run commands in a machine and to read and write text.</summary>
public static class MachineCommands
{
    /// <summary>Runs a line in the guest's <c>/bin/sh</c> that has to succeed.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Its output.</returns>
    /// <exception cref="GuestExecException">Its exit code is not 0, it could not be started, or it took too long.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static async Task<ExecResult> SucceedAsync(this Machine machine, string line, CancellationToken cancellationToken = default) =>
        (await machine.ExecAsync(line, cancellationToken)).EnsureSuccess();

    /// <summary>Runs a line in the guest's <c>/bin/sh</c> that has to fail: an exit code other than 0.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Its output and its exit code.</returns>
    /// <exception cref="GuestExecException">Its exit code is 0, it could not be started, or it took too long.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static async Task<ExecResult> FailAsync(this Machine machine, string line, CancellationToken cancellationToken = default) =>
        (await machine.ExecAsync(line, cancellationToken)).EnsureFailure();

    /// <summary>Runs a program and hands out its lines as they come. To stop reading ends the program.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="command">The program; its <see cref="GuestCommand.Timeout"/> holds.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Each line of standard output and standard error, in the order in which they arrive.</returns>
    /// <exception cref="GuestExecException">
    /// After the last line: the exit code is not 0. Also when it could not be started or took too long.
    /// </exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static async IAsyncEnumerable<GuestLine> StreamLinesAsync(
        this Machine machine, GuestCommand command, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lines = Channel.CreateUnbounded<GuestLine>(new UnboundedChannelOptions { SingleReader = true });
        var run = RunAsync();
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(CancellationToken.None))
                yield return line;
            if (await run is { ShellCode: not 0 } exit)
                throw new GuestExecException(
                    $"'{string.Join(' ', command.Argv)}' ended with exit code {exit.ShellCode} in the guest. "
                    + "Its lines, read above, say why.");
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<GuestExit> RunAsync()
        {
            try
            {
                return await machine.StreamAsync(command, line => lines.Writer.TryWrite(line), stop.Token);
            }
            finally
            {
                lines.Writer.Complete();
            }
        }
    }

    /// <summary>Reads a file of the guest as UTF-8 text.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="guestPath">Its path.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The text, without a byte order mark.</returns>
    public static async Task<string> ReadTextAsync(this Machine machine, string guestPath, CancellationToken cancellationToken = default)
    {
        var bytes = await machine.ReadFileAsync(guestPath, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes);
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    /// <summary>Writes a file of the guest whole, as UTF-8 without a byte order mark; missing parents are made.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="guestPath">Its path.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>A task that ends with the write.</returns>
    public static Task WriteTextAsync(
        this Machine machine, string guestPath, string text, CancellationToken cancellationToken = default) =>
        machine.WriteFileAsync(guestPath, Encoding.UTF8.GetBytes(text), cancellationToken);
}
