namespace SmolVM.Machines;

/// <summary>
/// The machines of an engine that outlive the process that made them: each has a name, is found again by other processes, and lives until
/// it is stopped or the host ends. One process at a time works with a machine; others wait for it.
/// </summary>
public interface IStoredMachines
{
    /// <summary>Makes a machine; it does not run yet. Its maximum lifetime is not kept: it has none.</summary>
    /// <param name="options">What it is made of; a name is made up when it has none.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    /// <returns>The machine.</returns>
    /// <exception cref="Errors.SmolVmException">The options are refused, or there is a machine of that name.</exception>
    Task<StoredMachine> CreateAsync(MachineOptions options, CancellationToken cancellationToken = default);

    /// <summary>Boots a machine and works with it.</summary>
    /// <param name="name">The machine.</param>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends the start; the machine is stopped then.</param>
    /// <returns>The machine. To dispose it lets go of it; only <see cref="Machine.StopAsync"/> ends it.</returns>
    /// <exception cref="Errors.SmolVmException">There is none of that name, it runs already, or it does not boot.</exception>
    Task<Machine> StartAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Works with a machine that runs.</summary>
    /// <param name="name">The machine.</param>
    /// <param name="progress">Gets a line when another process is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The machine. To dispose it lets go of it; only <see cref="Machine.StopAsync"/> ends it.</returns>
    /// <exception cref="Errors.SmolVmException">There is none of that name, it does not run, or it does not answer.</exception>
    Task<Machine> AttachAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a second machine of one that runs: with its files, its memory, its daemons and its disk as they are now, with the same mounts, and
    /// with a name, an identity, a clock, randomness and forwarded ports of its own. Connections that are open are lost in it.
    /// </summary>
    /// <param name="source">
    /// The machine. It stands still while it is copied, its mounts are undone for that moment, and it goes on, also if this fails.
    /// </param>
    /// <param name="name">The name of the new machine, which runs and depends on the first one in nothing.</param>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    /// <returns>The new machine.</returns>
    /// <exception cref="Mounts.MountException">
    /// A mount is in use (the message says by what), or the root is one (image <c>host</c>).
    /// </exception>
    /// <exception cref="Errors.SmolVmException">
    /// There is none of the first name or it does not run, there is one of the second, or it was started with another QEMU or image.
    /// </exception>
    Task<StoredMachine> ForkAsync(string source, string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs programs in a machine that runs, whoever else works with it: nobody is waited for. Where another process has the machine, this
    /// goes over SSH, and can run programs and copy, but not pack, forward, remount or stop.
    /// </summary>
    /// <param name="name">The machine.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The machine. To dispose it lets go of it.</returns>
    /// <exception cref="Errors.SmolVmException">There is none of that name, it does not run, or it does not answer.</exception>
    Task<Machine> UseAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Makes a machine of something else from its next start on. Its image, its mounts and the size of its disk stay.</summary>
    /// <param name="name">A machine that does not run.</param>
    /// <param name="options">What it is made of from now on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it is written down.</returns>
    /// <exception cref="Errors.SmolVmException">There is none of that name, it runs, or the options are refused.</exception>
    Task ChangeAsync(string name, MachineOptions options, CancellationToken cancellationToken = default);

    /// <summary>All machines by name, running or not. Nobody is waited for.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The machines.</returns>
    Task<IReadOnlyList<StoredMachine>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One machine. Nobody is waited for.</summary>
    /// <param name="name">The machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The machine; null when there is none of that name.</returns>
    Task<StoredMachine?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends a machine in order and keeps its disk; one that does not answer is ended by force. Nothing if it does not run.
    /// </summary>
    /// <param name="name">The machine.</param>
    /// <param name="progress">Gets a line when another process is waited for.</param>
    /// <param name="cancellationToken">Makes the end forceful.</param>
    /// <returns>A task that ends when it does not run any more.</returns>
    /// <exception cref="Errors.SmolVmException">There is none of that name, or it could not be ended.</exception>
    Task StopAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a machine and removes all that is kept of it.</summary>
    /// <param name="name">The machine.</param>
    /// <param name="progress">Gets a line when another process is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there was one of that name.</returns>
    /// <exception cref="Errors.SmolVmException">It could not be ended.</exception>
    Task<bool> DeleteAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default);
}
