namespace SmolVM.Machines;

/// <summary>
/// The state of a machine at one moment: its memory, its programs and its disk. Any number of machines can go on from it, each on its own.
/// It is kept until it is disposed, or until this process ends; machines that were started from it do not need it any more.
/// </summary>
public sealed class FrozenMachine : IAsyncDisposable
{
    readonly IFrozenBackend backend;

    internal FrozenMachine(MachineOptions options, IFrozenBackend backend)
    {
        Options = options;
        this.backend = backend;
    }

    /// <summary>What the machine was made of.</summary>
    public MachineOptions Options { get; }

    /// <summary>
    /// Starts a machine that goes on from the frozen state, with the same mounts, a host name, a clock and randomness of its own. What its
    /// owner ran in the frozen machine at that moment is ended in it; daemons go on. Connections that were open are lost.
    /// </summary>
    /// <param name="name">The machine's name; one is made up when null.</param>
    /// <param name="cancellationToken">Ends the start; nothing is left.</param>
    /// <returns>A running machine that ends when it is disposed, or with this process.</returns>
    /// <exception cref="Errors.SmolVmException">It failed; nothing is left.</exception>
    public async Task<Machine> StartAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        var options = Options with { Name = name ?? MachineName.Make() };
        return new Machine(options.Name, options, await backend.StartAsync(options, cancellationToken));
    }

    /// <summary>Removes the frozen state.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    public ValueTask DisposeAsync() => backend.DisposeAsync();
}
