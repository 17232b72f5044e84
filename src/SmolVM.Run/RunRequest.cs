using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.Run;

/// <summary>A machine and what it shows of the host, for a program that is named when it is started.</summary>
sealed record RunRequest
{
    /// <summary>An engine's name or <c>auto</c>; empty: the environment's choice.</summary>
    public string Engine { get; init; } = "";

    public string Image { get; init; } = "base";

    public string? Init { get; init; }

    public int? Cpus { get; init; }

    public int? MemoryMiB { get; init; }

    public bool Network { get; init; }

    public TimeSpan? BootTimeout { get; init; }

    public IReadOnlyList<WorkspaceMount> Mounts { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the program starts when the guest does not see the working directory.</summary>
    public string Directory { get; init; } = "/";

    /// <summary>Where a test program writes its results unless it is told; empty: it is no test program.</summary>
    public string Results { get; init; } = "";

    /// <summary>The program first, as the guest sees it.</summary>
    public IReadOnlyList<string> Program { get; init; } = [];

    /// <exception cref="Errors.SmolVmException">A value cannot be used.</exception>
    public MachineOptions Machine()
    {
        var options = new MachineOptions
        {
            Image = Image,
            Init = Init,
            MemoryMiB = MemoryMiB,
            Network = Network,
            BootTimeout = BootTimeout,
            Mounts = Mounts,
            Environment = Environment,
            // Whatever the image says: what the program writes is the project's.
            User = "root",
            // The most that a machine may: how long a program runs is the program's own affair.
            MaximumLifetime = TimeSpan.FromDays(1),
        };
        return Cpus is { } cpus ? options with { Cpus = cpus } : options;
    }
}
