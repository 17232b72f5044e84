using System.Net;
using SmolVM.Guests;

namespace SmolVM.Machines;

/// <summary>What an engine implements for one running machine; <see cref="Machine"/> is built on it once for all engines.</summary>
internal interface IMachineBackend : IAsyncDisposable
{
    IGuestChannel Channel { get; }

    /// <summary>
    /// Words put before <c>tar</c>, <c>cat</c> and the like in the guest, for guests that may lack them; empty: the guest's own.
    /// </summary>
    IReadOnlyList<string> GuestTools { get; }

    /// <summary>The argv that started the machine, for messages and logs.</summary>
    IReadOnlyList<string> Argv { get; }

    /// <summary>How to log in, or null where a person cannot.</summary>
    string? SshCommand { get; }

    /// <summary>All that the console said, or its last part.</summary>
    string ConsoleText { get; }

    Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken);

    /// <summary>Writes what the machine's root holds now into a pack at a temporary name, and renames it.</summary>
    Task PackAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Freezes the machine and lets it go on: its mounts are undone and made again, and what is open in them stands in the way.
    /// </summary>
    Task<IFrozenBackend> FreezeAsync(CancellationToken cancellationToken);

    /// <summary>Undoes the mounts and makes them again, over the same writes of the guest.</summary>
    Task RemountAsync(CancellationToken cancellationToken);

    /// <summary>Stops the guest's processors; nothing where the engine cannot.</summary>
    Task PauseAsync(CancellationToken cancellationToken);

    /// <summary>Lets a paused guest go on, with the time and the randomness of this moment.</summary>
    Task ResumeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Boots the guest anew over its disk and makes its mounts again. <see cref="Channel"/> is another afterwards. A machine that does not
    /// come back has been ended.
    /// </summary>
    Task RebootAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Ends the machine in order; keeps to a deadline of its own and does not throw for a machine that has ended already.
    /// </summary>
    Task StopAsync(CancellationToken cancellationToken);
}
