namespace SmolVM.Machines;

/// <summary>What an engine implements for one frozen machine.</summary>
internal interface IFrozenBackend : IAsyncDisposable
{
    /// <summary>Starts a machine that goes on from the frozen state.</summary>
    /// <param name="options">Those of the frozen machine, with another name.</param>
    /// <param name="cancellationToken">Ends the start; nothing is left.</param>
    Task<IMachineBackend> StartAsync(MachineOptions options, CancellationToken cancellationToken);
}
