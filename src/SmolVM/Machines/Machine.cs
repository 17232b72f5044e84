using System.Net;
using SmolVM.Guests;

namespace SmolVM.Machines;

/// <summary>
/// A running machine. It ends when it is disposed, and with this process, however that ends; one of <see cref="IMachineEngine.Stored"/>
/// goes on, and is only let go of.
/// </summary>
public sealed class Machine : IAsyncDisposable
{
    readonly IMachineBackend backend;

    internal Machine(string name, MachineOptions options, IMachineBackend backend)
    {
        Name = name;
        Options = options;
        this.backend = backend;
    }

    /// <summary>The machine's name.</summary>
    public string Name { get; }

    /// <summary>What it was made of.</summary>
    public MachineOptions Options { get; }

    /// <summary>
    /// The program of the image, to be run by <see cref="ExecAsync(GuestCommand, string?, CancellationToken)"/>: the entry point of a
    /// container image or a pack, with its default arguments. Null where the image names none, and with the smolvm engine.
    /// </summary>
    public GuestCommand? Program =>
        (string[])[.. Options.Program.Entrypoint, .. Options.Program.Command] is { Length: > 0 } argv ? new GuestCommand(argv) : null;

    /// <summary>The argv that started it, executable first.</summary>
    public IReadOnlyList<string> Argv => backend.Argv;

    /// <summary>A shell command that logs a person in, or null where the engine has none.</summary>
    public string? SshCommand => backend.SshCommand;

    /// <summary>What the guest's console said so far; of a long one the last 256 KiB.</summary>
    public string ConsoleText => backend.ConsoleText;

    internal IMachineBackend Backend => backend;

    internal IGuestChannel Channel => backend.Channel;

    // A reboot gives the machine another channel.
    GuestFiles Files => new(backend.Channel, backend.GuestTools);

    internal Task<IAsyncDisposable> RelaySocketAsync(string guestPath, string hostPath, CancellationToken cancellationToken) =>
        backend.RelaySocketAsync(guestPath, hostPath, cancellationToken);

    /// <summary>Runs a program in the guest and waits for its end.</summary>
    /// <param name="command">The program.</param>
    /// <param name="input">Text for its standard input; empty when null.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Its output and exit code, whatever they are.</returns>
    /// <exception cref="GuestExecException">It could not be started or took longer than <see cref="GuestCommand.Timeout"/>.</exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public Task<ExecResult> ExecAsync(GuestCommand command, string? input = null, CancellationToken cancellationToken = default) =>
        backend.Channel.ExecAsync(WithDefaults(command), input, cancellationToken);

    /// <summary>Runs a line in the guest's <c>/bin/sh</c> and waits for its end.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Its output and exit code, whatever they are.</returns>
    /// <exception cref="GuestExecException">
    /// It could not be started or took longer than <see cref="GuestCommand.DefaultTimeout"/>.
    /// </exception>
    /// <exception cref="GuestLostException">The machine ended.</exception>
    public Task<ExecResult> ExecAsync(string line, CancellationToken cancellationToken = default) =>
        ExecAsync(GuestCommand.Shell(line), null, cancellationToken);

    /// <summary>Runs a program in the guest and hands out its output as it comes.</summary>
    /// <param name="command">The program; its <see cref="GuestCommand.Timeout"/> holds.</param>
    /// <param name="output">Gets each line of standard output and standard error, in the order in which they arrive.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>How it ended.</returns>
    public Task<GuestExit> StreamAsync(GuestCommand command, Action<GuestLine> output, CancellationToken cancellationToken = default) =>
        backend.Channel.StreamAsync(WithDefaults(command), output, cancellationToken);

    /// <summary>Copies a file or a directory tree into the guest, with modes and symbolic links; owned by root.</summary>
    /// <param name="hostPath">The file or directory.</param>
    /// <param name="guestPath">The full path that it gets; missing parents are made.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <returns>A task that ends with the copy.</returns>
    public Task CopyInAsync(string hostPath, string guestPath, CancellationToken cancellationToken = default) =>
        Files.CopyInAsync(hostPath, guestPath, cancellationToken);

    /// <summary>Copies a file or a directory tree out of the guest, with modes and symbolic links; owned by the caller.</summary>
    /// <param name="guestPath">The file or directory.</param>
    /// <param name="hostPath">The full path that it gets; missing parents are made. Nothing is written outside it.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <returns>A task that ends with the copy.</returns>
    public Task CopyOutAsync(string guestPath, string hostPath, CancellationToken cancellationToken = default) =>
        Files.CopyOutAsync(guestPath, hostPath, cancellationToken);

    /// <summary>Reads a file of the guest.</summary>
    /// <param name="guestPath">Its path.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The bytes.</returns>
    public Task<byte[]> ReadFileAsync(string guestPath, CancellationToken cancellationToken = default) =>
        Files.ReadAsync(guestPath, cancellationToken);

    /// <summary>Writes a file of the guest whole (to a temporary name, renamed); missing parents are made.</summary>
    /// <param name="guestPath">Its path.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <returns>A task that ends with the write.</returns>
    public Task WriteFileAsync(string guestPath, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Files.WriteAsync(guestPath, content, cancellationToken);

    /// <summary>Gives a TCP port of the guest a free port on the host's loopback address, or returns the one that it has.</summary>
    /// <param name="guestPort">1 to 65535.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Where to connect on the host.</returns>
    public Task<IPEndPoint> ForwardPortAsync(int guestPort, CancellationToken cancellationToken = default) =>
        backend.ForwardAsync(guestPort, cancellationToken);

    /// <summary>Writes the machine's root file system, without what is mounted in it, as a <c>.smolmachine</c> file.</summary>
    /// <param name="path">The file; it appears whole or not at all.</param>
    /// <param name="cancellationToken">Ends the pack; nothing is left.</param>
    /// <returns>A task that ends with the pack.</returns>
    public Task PackAsync(string path, CancellationToken cancellationToken = default) => backend.PackAsync(path, cancellationToken);

    /// <summary>
    /// Keeps the machine's state at this moment, for any number of machines to go on from it. The machine itself goes on too: it stands
    /// still for some hundred milliseconds, and its mounts are undone and made again. Connections that are open in it stay.
    /// </summary>
    /// <param name="cancellationToken">Ends it; nothing is left, and the machine goes on.</param>
    /// <returns>The state, until it is disposed.</returns>
    /// <exception cref="Mounts.MountException">
    /// A mount is in use, which the message names; or the root is a mount (image <c>host</c>).
    /// </exception>
    /// <exception cref="Errors.SmolVmException">There is no room for its memory, or the hypervisor failed.</exception>
    public async Task<FrozenMachine> FreezeAsync(CancellationToken cancellationToken = default) =>
        new(Options, await backend.FreezeAsync(cancellationToken));

    /// <summary>Starts another machine that goes on from this one's state: <see cref="FreezeAsync"/> for a single one.</summary>
    /// <param name="name">Its name; one is made up when null.</param>
    /// <param name="cancellationToken">Ends it; nothing is left, and the machine goes on.</param>
    /// <returns>A running machine that ends when it is disposed, or with this process.</returns>
    /// <exception cref="Mounts.MountException">
    /// A mount is in use, which the message names; or the root is a mount (image <c>host</c>).
    /// </exception>
    /// <exception cref="Errors.SmolVmException">There is no room for its memory, or the hypervisor failed.</exception>
    public async Task<Machine> CloneAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        await using var frozen = await FreezeAsync(cancellationToken);
        return await frozen.StartAsync(name, cancellationToken);
    }

    /// <summary>
    /// Undoes the mounts and makes them again, so that what has changed in the host's directories since is seen. What the guest has
    /// written to them stays.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when they are made.</returns>
    /// <exception cref="Mounts.MountException">One is in use, which the message names; all are as they were.</exception>
    public Task RemountAsync(CancellationToken cancellationToken = default) => backend.RemountAsync(cancellationToken);

    /// <summary>
    /// Boots the machine anew: its programs are ended (SIGTERM, two seconds, SIGKILL), its disk is written out, and it starts as after a
    /// power cut, with the same disk, mounts and forwarded ports. What runs in it at that moment fails with a <see cref="GuestLostException"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the reboot, and the machine with it.</param>
    /// <returns>A task that ends when the machine is ready again.</returns>
    /// <exception cref="Errors.SmolVmException">
    /// The machine's writes are in memory (<see cref="RootUpper.Memory"/>): nothing would survive.
    /// </exception>
    /// <exception cref="BootException">It did not come back, and has been ended.</exception>
    public Task RebootAsync(CancellationToken cancellationToken = default) => Options.RootUpper == RootUpper.Disk
        ? backend.RebootAsync(cancellationToken)
        : throw new Errors.SmolVmException(
            Errors.ErrorCodes.Option,
            $"The machine '{Name}' cannot be rebooted: its writes are in memory, so nothing of it would survive. "
            + "Set RootUpper to Disk, or start a new machine.");

    /// <summary>Ends the machine in order.</summary>
    /// <param name="cancellationToken">Makes the end forceful.</param>
    /// <returns>A task that ends with the machine.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default) => backend.StopAsync(cancellationToken);

    /// <summary>Ends the machine and removes all that it used; lets go of a stored one, which goes on.</summary>
    /// <returns>A task that ends when nothing is left.</returns>
    public ValueTask DisposeAsync() => backend.DisposeAsync();

    /// <summary>The command as this machine runs it: with its user, its directory and its variables.</summary>
    internal GuestCommand WithDefaults(GuestCommand command) => command with
    {
        User = command.User ?? Options.User ?? Options.Program.User,
        WorkingDirectory = command.WorkingDirectory ?? Options.Program.WorkingDirectory,
        Environment = EnvironmentLayers.Merge(Options.Environment, command.Environment),
    };
}
