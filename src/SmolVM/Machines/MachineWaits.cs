using System.Globalization;
using SmolVM.Guests;

namespace SmolVM.Machines;

/// <summary>Waits for what happens in a machine. Every wait is bounded, and one in vain says what was there instead.</summary>
public static class MachineWaits
{
    /// <summary>How long is waited where nothing else is said: one minute.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(1);

    const int ConsoleLines = 20;

    /// <summary>Runs a command again and again until its exit code is 0.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="command">The command; a run that takes longer than is left of the wait is ended.</param>
    /// <param name="timeout">The longest wait; <see cref="DefaultTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The result of the run that succeeded.</returns>
    /// <exception cref="WaitException">It did not succeed in time; the message shows the last run.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static Task<ExecResult> WaitUntilSucceedsAsync(
        this Machine machine, GuestCommand command, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var awaited = $"'{string.Join(' ', command.Argv)}' to succeed";
        return Waiting.UntilAsync(machine.Name, awaited, timeout ?? DefaultTimeout, LookAsync, cancellationToken);

        async Task<Look<ExecResult>> LookAsync(CancellationToken token)
        {
            try
            {
                var result = await machine.ExecAsync(command, null, token);
                return result.ExitCode == 0 ? new(result, "") : new(null, GuestExecException.Failed(result).Message);
            }
            catch (GuestExecException e)
            {
                return new(null, e.Message);
            }
        }
    }

    /// <summary>Runs a line of the guest's <c>/bin/sh</c> again and again until its exit code is 0.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="line">The line.</param>
    /// <param name="timeout">The longest wait; <see cref="DefaultTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The result of the run that succeeded.</returns>
    /// <exception cref="WaitException">It did not succeed in time; the message shows the last run.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static Task<ExecResult> WaitUntilSucceedsAsync(
        this Machine machine, string line, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        machine.WaitUntilSucceedsAsync(GuestCommand.Shell(line), timeout, cancellationToken);

    /// <summary>Waits until a program of the guest takes connections at a TCP port, whatever the address.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="port">The port of the guest; it need not be forwarded.</param>
    /// <param name="timeout">The longest wait; <see cref="DefaultTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when somebody listens.</returns>
    /// <exception cref="WaitException">Nobody listened in time; the message shows the ports where somebody does.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static Task WaitForPortAsync(
        this Machine machine, int port, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var awaited = string.Create(CultureInfo.InvariantCulture, $"TCP port {port} to be listened at");
        return Waiting.UntilAsync(machine.Name, awaited, timeout ?? DefaultTimeout, LookAsync, cancellationToken);

        // Not by a connection to the forwarded port: that one is taken before anybody in the guest listens.
        async Task<Look<object>> LookAsync(CancellationToken token)
        {
            var said = await machine.ToolAsync(["cat", "/proc/net/tcp", "/proc/net/tcp6"], token);
            var ports = ListeningPorts.Parse(said.StandardOutput);
            return new(ports.FirstOrDefault(found => found.Port == port), ListeningPorts.Describe(ports));
        }
    }

    /// <summary>Waits until a path exists in the guest.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="guestPath">The file, directory or anything else.</param>
    /// <param name="timeout">The longest wait; <see cref="DefaultTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it is there.</returns>
    /// <exception cref="WaitException">It did not come in time; the message shows what its directory holds.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public static Task WaitForFileAsync(
        this Machine machine, string guestPath, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var parent = guestPath.TrimEnd('/') is var path && path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";
        return Waiting.UntilAsync(machine.Name, $"the file '{guestPath}'", timeout ?? DefaultTimeout, LookAsync, cancellationToken);

        async Task<Look<object>> LookAsync(CancellationToken token)
        {
            var found = await machine.ToolAsync(["test", "-e", guestPath], token);
            if (found.ExitCode == 0)
                return new(found, "");
            var listing = await machine.ToolAsync(["ls", "-A", parent], token);
            var names = string.Join(", ", listing.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            return new(null, listing.ExitCode != 0
                ? $"there is no '{parent}'"
                : $"in '{parent}': {(names.Length == 0 ? "nothing" : names)}");
        }
    }

    /// <summary>Waits until the guest's console has said something, since the boot or from now on.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="text">The text, as it is, case and all.</param>
    /// <param name="timeout">The longest wait; <see cref="DefaultTimeout"/> when null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it was said.</returns>
    /// <exception cref="WaitException">It was not said in time; the message shows the end of the console.</exception>
    public static Task WaitForConsoleTextAsync(
        this Machine machine, string text, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Waiting.UntilAsync<object>(
            machine.Name,
            $"the console to say '{text}'",
            timeout ?? DefaultTimeout,
            _ =>
            {
                var console = machine.ConsoleText;
                return Task.FromResult<Look<object>>(console.Contains(text, StringComparison.Ordinal)
                    ? new(console, "")
                    : new(null, ConsoleTail.Of(console, ConsoleLines)));
            },
            cancellationToken);

    // By root and with tools of ours where the guest may have none: the machine's own user may not see the place.
    static Task<ExecResult> ToolAsync(this Machine machine, IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        machine.Channel.ExecAsync(new GuestCommand([.. machine.Backend.GuestTools, .. words]), null, cancellationToken);
}
