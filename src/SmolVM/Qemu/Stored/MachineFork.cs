using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu.Stored;

/// <summary>
/// Makes a second machine of one that runs: its memory streams from QEMU to QEMU, so nothing has to be prepared for it, and its disk is
/// copied meanwhile, as far as it is used.
/// </summary>
internal sealed class MachineFork(ICommandRunner runner, SmolCache cache, MachineGround ground, MachineFolder from, MachineFolder to)
{
    // A disk may hold many gigabytes.
    static readonly TimeSpan DiskDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Copies a disk into a file that a QEMU has open already; a file system that can share the content does.</summary>
    public static IReadOnlyList<string> DiskArgv(string source, string target) =>
        ["cp", "--sparse=always", "--reflink=auto", "--", source, target];

    /// <summary>Refuses what would fail with the machine standing still.</summary>
    /// <exception cref="MountException">The root is a mount.</exception>
    /// <exception cref="SmolVmException">The new machine would not be of the same make.</exception>
    public void Check(RunFile run)
    {
        if (ground.Setup.RootKind == RootKind.Directory)
            throw MountException.Refused(
                $"The machine '{from.Name}' cannot be forked: its root is one of its workspace mounts, for its image is 'host'. "
                + "Use another image, such as base.");
        var today = DetachedStart.Setup(ground, from, run.RunDirectory, incoming: run.Argv.Contains("-incoming"));
        // An update puts another QEMU where the one was that still runs.
        var isOtherQemu = run.QemuBuild is { } build && build != ground.Program.Version.Build;
        if (isOtherQemu || !QemuArgv.Build(today).SequenceEqual(run.Argv))
            throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"The machine '{from.Name}' was started otherwise than it would be now (another QEMU, kernel, image or accelerator), "
                + "so no second one can go on from it. Stop it and start it again, and then fork it.");
    }

    /// <param name="source">Goes on as it was, also if this fails.</param>
    /// <param name="progress">Gets a line for each step that takes long.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    public async Task RunAsync(DetachedMachine source, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (ground.DiskMiB > 0)
            cache.RequireSpace(FileOwner.AllocatedBytes(from.Disk), "The disk of a machine");
        var file = MachineFile.Read(from.Path);
        // A port of the host that was asked for is the first machine's.
        to.Begin(file with { Created = DateTimeOffset.UtcNow, Options = file.Options with { HostPorts = null } });
        try
        {
            if (ground.DiskMiB > 0)
                SetLength(to.Disk, new FileInfo(from.Disk).Length);
            var copy = ground.Renamed(ground.Options with { Name = to.Name, HostPorts = new Dictionary<int, int>() });
            var start = new DetachedStart(runner, QemuStored.Root(cache), copy with { Timeout = ground.Timeout + DiskDeadline }, to, progress)
            {
                Load = (qmp, setup, limit) => source.StandStillAsync(original => CopyAsync(original, qmp, setup, limit), limit),
            };
            await start.RunAsync(cancellationToken);
            to.Finish();
        }
        catch
        {
            await to.DeleteUnfinishedAsync();
            throw;
        }
    }

    async Task CopyAsync(QmpClient original, QmpClient copy, QemuSetup setup, CancellationToken limit)
    {
        // First, for QEMU looks at its disk as soon as it has the rest.
        if (setup.UpperDisk is { } disk)
            (await runner.RunAsync(new Command(DiskArgv(from.Disk, disk.Path)) { Timeout = DiskDeadline }, limit)).EnsureSuccess();
        await Migration.CopyAsync(original, copy, setup.IncomingSocket, limit);
    }

    static void SetLength(string path, long length)
    {
        using var file = new FileStream(path, FileMode.CreateNew);
        file.SetLength(length);
    }
}
