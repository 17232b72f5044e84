using System.Net;
using SmolVM.Mounts;

namespace SmolVM.Machines;

/// <summary>A machine that outlives the process that made it, as it is at one moment.</summary>
/// <param name="Name">Its name; there is one of that name for each user.</param>
/// <param name="Engine">The engine that runs it: <c>qemu</c> or <c>smolvm</c>.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Options">What it was made of.</param>
/// <param name="Created">When it was made.</param>
public sealed record StoredMachine(string Name, string Engine, MachineState State, MachineOptions Options, DateTimeOffset Created)
{
    /// <summary>
    /// Why it cannot be used, such as a description that a later version wrote; its <see cref="Options"/> are none then. Null for others.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>Whether it was started once: its image cannot change any more then.</summary>
    public bool WasStarted { get; init; }

    /// <summary>The hypervisor's process; null when it does not run, or where the engine does not tell.</summary>
    public int? ProcessId { get; init; }

    /// <summary>A shell command that logs a person in; null when it does not run.</summary>
    public string? SshCommand { get; init; }

    /// <summary>Where the guest's TCP ports of <see cref="MachineOptions.Ports"/> are on the host; empty when it does not run.</summary>
    public IReadOnlyDictionary<int, IPEndPoint> Ports { get; init; } = new Dictionary<int, IPEndPoint>();

    /// <summary>Host directories of its mounts that are not there any more. It cannot start without them.</summary>
    public IReadOnlyList<string> MissingFolders => MountList.Missing(Options.Mounts);
}
