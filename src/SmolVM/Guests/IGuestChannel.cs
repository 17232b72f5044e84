namespace SmolVM.Guests;

/// <summary>
/// Runs programs in a guest, and nothing else: copy, files and waits are built on it once (<see cref="GuestFiles"/> and others).
/// </summary>
internal interface IGuestChannel : IAsyncDisposable
{
    /// <summary>What messages call it: <c>agent</c> or <c>ssh</c>.</summary>
    string Name { get; }

    /// <summary>Starts a program.</summary>
    /// <exception cref="GuestExecException">The guest could not start it: no such program, directory or user.</exception>
    /// <exception cref="GuestLostException">The channel ended.</exception>
    Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken);
}
