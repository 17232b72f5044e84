using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>Writes the merged root of a running machine as a pack.</summary>
internal sealed class RootPack(ICommandRunner runner, Scratch scratch)
{
    // What is left of a small disk is better kept for the machine itself; the writer checks again with the real size.
    const long SpaceToBeginWith = 512L << 20;

    public async Task WriteAsync(IGuestChannel agent, MachineOptions options, string path, CancellationToken cancellationToken)
    {
        var created = SourceDate.FromEnvironment();
        var layerOptions = new LayerOptions { MountPoints = [.. options.Mounts.Select(mount => mount.GuestPath)], LatestTime = created };
        using var file = scratch.NewFile(".layer", SpaceToBeginWith, "Packing a machine");
        LayerFile? layer = null;
        await RootTar.ReadAsync(
            agent, async (tar, token) => layer = await LayerTar.WriteAsync(tar, file.Path, layerOptions, token), cancellationToken);
        var description = new PackDescription
        {
            Image = options.Image,
            Cpus = (byte)options.Cpus,
            MemoryMiB = (uint)(options.MemoryMiB ?? MachineOptions.DefaultMemoryMiB),
            Network = options.Network,
            Environment = options.Environment,
            Entrypoint = options.Program.Entrypoint,
            Command = options.Program.Command,
            WorkingDirectory = options.Program.WorkingDirectory,
            Created = created ?? DateTimeOffset.UtcNow,
        };
        await new PackWriter(runner).WriteAsync(path, layer!, description, cancellationToken);
    }
}
