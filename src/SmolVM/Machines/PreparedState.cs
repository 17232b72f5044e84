using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Machines;

/// <summary>
/// A machine and the commands that prepare it: what costs minutes is done once, and kept between runs of programs. Every start is a clone of
/// the machine as it was after the last command. It is made anew when anything that went into it changes: the options, the image, the
/// content of mounted directories (names, sizes, modes and times), the commands. What a command fetches from a network is not among these: to
/// fetch it again, change <see cref="Name"/>.
/// </summary>
public sealed record PreparedState
{
    PreparedState(MachineOptions options, IReadOnlyList<GuestCommand> commands)
    {
        Options = options;
        Commands = commands;
    }

    /// <summary>What the machine is made of.</summary>
    public MachineOptions Options { get; }

    /// <summary>What prepares it, in order; each must end with exit code 0.</summary>
    public IReadOnlyList<GuestCommand> Commands { get; }

    /// <summary>A name for messages; another name is another state. Default <c>prepared</c>.</summary>
    public string Name { get; init; } = "prepared";

    /// <summary>Describes a state; nothing is started.</summary>
    /// <param name="options">What the machine is made of; its name is not part of the state.</param>
    /// <param name="commands">What prepares it, in order.</param>
    /// <returns>The description.</returns>
    /// <exception cref="MountException">
    /// A mount is writable: what the commands write there would be missing where they do not run.
    /// </exception>
    /// <exception cref="SmolVmException">There are no commands.</exception>
    public static PreparedState Of(MachineOptions options, params IReadOnlyList<GuestCommand> commands)
    {
        if (options.Mounts.FirstOrDefault(mount => mount.Writable) is { } writable)
            throw MountException.Refused(
                $"A prepared state cannot mount '{writable.HostPath}' writable: what its commands write there would be missing at the next start, "
                + "when they do not run. Mount it read-only, or copy out what you need.");
        return commands.Count > 0
            ? new PreparedState(options with { Name = null }, [.. commands])
            : throw new SmolVmException(ErrorCodes.Option, "A prepared state without commands is a plain machine. Give at least one command.");
    }

    /// <summary>Runs the commands in a machine.</summary>
    /// <exception cref="PreparationException">One of them failed; the machine is ended.</exception>
    internal async Task RunAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var command in Commands)
                (await machine.ExecAsync(command, null, cancellationToken)).EnsureSuccess();
        }
        catch (Exception e)
        {
            await machine.DisposeAsync();
            if (e is GuestExecException failed)
                throw new PreparationException(Name, failed);
            throw;
        }
    }

    /// <summary>The same for lines of the guest's <c>/bin/sh</c>.</summary>
    /// <param name="options">What the machine is made of; its name is not part of the state.</param>
    /// <param name="lines">What prepares it, in order.</param>
    /// <returns>The description.</returns>
    /// <exception cref="MountException">
    /// A mount is writable: what the commands write there would be missing where they do not run.
    /// </exception>
    /// <exception cref="SmolVmException">There are no commands.</exception>
    public static PreparedState Of(MachineOptions options, params string[] lines) =>
        Of(options, (IReadOnlyList<GuestCommand>)[.. lines.Select(GuestCommand.Shell)]);
}
