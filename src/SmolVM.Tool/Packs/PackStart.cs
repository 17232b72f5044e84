using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Packs;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Machines;

namespace SmolVM.Tool.Packs;

/// <summary>What is run of a pack, and in which machine: pure functions of the manifest and of what was asked for.</summary>
/// <param name="Manifest">What the pack says.</param>
/// <param name="Path">Its file.</param>
/// <param name="Program">The program with its arguments.</param>
internal sealed record PackStart(PackManifest Manifest, string Path, IReadOnlyList<string> Program)
{
    const int LeastMemoryMiB = 128;

    /// <param name="manifest">What the pack says.</param>
    /// <param name="path">Its file.</param>
    /// <param name="asked">The program that was asked for; it takes the place of the whole entry point.</param>
    /// <exception cref="SmolVmException">There is no program.</exception>
    public static PackStart Of(PackManifest manifest, string path, IReadOnlyList<string>? asked) =>
        (asked is { Count: > 0 } ? asked : [.. manifest.Entrypoint, .. manifest.Command]) is { Count: > 0 } program
            ? new PackStart(manifest, path, program)
            : throw new SmolVmException(
                ErrorCodes.Option, $"The pack '{path}' has no entry point, so there is nothing to run. Name a program: … -- COMMAND");

    /// <summary>Where the program starts; null for the user's home.</summary>
    public string? Directory => Manifest.WorkingDirectory;

    /// <exception cref="SmolVmException">A value cannot be used.</exception>
    public MachineOptions Machine(PackStartWishes wishes)
    {
        var options = new MachineOptions
        {
            Image = System.IO.Path.GetFullPath(Path),
            Cpus = wishes.Cpus ?? Manifest.Cpus,
            MemoryMiB = wishes.MemoryMiB ?? Math.Max(LeastMemoryMiB, (int)Math.Min(Manifest.MemoryMiB, int.MaxValue)),
            Network = wishes.Network || Manifest.Network,
            Environment = wishes.Environment,
            Mounts = [.. wishes.Volumes.Select(text => Volume.Parse(text).Mount())],
        };
        options = MachineOptionSet.WithPorts(options, wishes.Ports);
        return wishes.DiskGiB is { } size ? options with { RootUpper = RootUpper.Disk, DiskMiB = MachineOptionSet.Disk(size) } : options;
    }
}

/// <summary>What somebody wants otherwise than the pack says.</summary>
/// <param name="Cpus">Processors.</param>
/// <param name="MemoryMiB">Memory in MiB.</param>
/// <param name="Network">The network, which a pack may open too.</param>
/// <param name="Environment">Variables over the pack's.</param>
/// <param name="Volumes">As <c>HOST:GUEST[:ro]</c>.</param>
/// <param name="Ports">Forwarded ports.</param>
/// <param name="DiskGiB">The size of a disk for what the machine writes; memory when null.</param>
internal sealed record PackStartWishes(
    int? Cpus, int? MemoryMiB, bool Network, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Volumes,
    IReadOnlyList<PortPair> Ports, int? DiskGiB);
