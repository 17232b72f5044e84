namespace SmolVM.Machines;

/// <summary>What runs machines.</summary>
public interface IMachineEngine
{
    /// <summary><c>qemu</c> or <c>smolvm</c>.</summary>
    string Name { get; }

    /// <summary>What this engine can do, so that a caller refuses or skips with a reason instead of failing late.</summary>
    EngineCapabilities Capabilities { get; }

    /// <summary>The machines that outlive the process that made them; null where the engine has none.</summary>
    IStoredMachines? Stored { get; }

    /// <summary>Refuses, before anything is prepared or started, options that this engine cannot make a machine of.</summary>
    /// <param name="options">What the machine is to be made of.</param>
    /// <exception cref="Errors.SmolVmException">
    /// An image that is not there, a directory that has gone, something that this engine cannot do.
    /// </exception>
    void Check(MachineOptions options);

    /// <summary>Finds out whether machines can run here, and how.</summary>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <returns>The verdict, with all that was tried.</returns>
    Task<EngineProbe> ProbeAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a machine: checks the options, prepares the image (first use; outside the boot time-out), boots, waits until it is ready,
    /// mounts.
    /// </summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends the start; nothing is left.</param>
    /// <returns>A running machine that ends when it is disposed, or with this process.</returns>
    /// <exception cref="Errors.SmolVmException">It is refused or failed; nothing is left.</exception>
    Task<Machine> StartAsync(MachineOptions options, IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Starts a machine that goes on from a prepared state, which is made first if it is not kept from an earlier start.</summary>
    /// <param name="state">What the machine is made of and what has been done in it.</param>
    /// <param name="name">The machine's name; one is made up when null.</param>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends the start; nothing is left.</param>
    /// <returns>A running machine that ends when it is disposed, or with this process.</returns>
    /// <exception cref="PreparationException">A command of the state failed; nothing was kept.</exception>
    /// <exception cref="Errors.SmolVmException">It is refused or failed; nothing is left.</exception>
    Task<Machine> StartAsync(
        PreparedState state, string? name = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Packs a machine that outlives processes, whoever started it. It stays as it is.</summary>
    /// <param name="machine">What the engine calls it.</param>
    /// <param name="path">The file to write; it appears whole or not at all.</param>
    /// <param name="cancellationToken">Ends the pack.</param>
    /// <exception cref="Errors.SmolVmException">There is no such machine, it cannot be packed as it is, or the pack failed.</exception>
    Task PackAsync(string machine, string path, CancellationToken cancellationToken = default);
}
