using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// Freezes a running machine, which goes on afterwards. Its memory is its own, page by page, above that of its template: it is copied into
/// a second QEMU whose memory is a file, and that one is frozen.
/// </summary>
internal sealed class RunningFreeze(ICommandRunner runner, Scratch scratch, string qemuBuild)
{
    static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    static readonly TimeSpan UnmountDeadline = TimeSpan.FromSeconds(30);
    static readonly TimeSpan QuitDeadline = TimeSpan.FromSeconds(10);

    // Reading a disk of many gigabytes takes its time.
    static readonly TimeSpan DiskDeadline = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Copies what a machine's disk holds, with all that it is laid over, into a file of its own. The machine has it open.
    /// </summary>
    public static IReadOnlyList<string> DiskArgv(DiskFile from, string to) =>
        ["qemu-img", "convert", "-q", "-U", "-f", from.Format, "-O", "qcow2", from.Path, to];

    /// <param name="source">Goes on as it was, also if this fails.</param>
    /// <param name="files">Are made.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MountException">A mount is busy, or the root is one.</exception>
    /// <exception cref="BootException">QEMU could not do it.</exception>
    public async Task FreezeAsync(QemuMachine source, TemplateFiles files, CancellationToken cancellationToken)
    {
        if (source.Setup.RootKind == RootKind.Directory)
            throw MountException.Refused(
                $"The machine '{source.Options.Name}' cannot be frozen: its root is one of its workspace mounts, for its image is 'host'. "
                + "Use another image, such as base.");
        try
        {
            await source.Agent.UnmountAsync(UnmountDeadline, cancellationToken);
            await FreezeUnmountedAsync(source, files, cancellationToken);
        }
        finally
        {
            // Whatever happened, the machine is as it was: also when nobody waits any more.
            await source.WakeAgainAsync(CancellationToken.None);
        }
    }

    async Task FreezeUnmountedAsync(QemuMachine source, TemplateFiles files, CancellationToken cancellationToken)
    {
        var trace = StartTrace.Of(source.Options.Name!);
        using var copyDisk = source.Disk is null
            ? null
            : await UpperDisk.EmptyAsync(runner, scratch, source.Options.DiskMiB, cancellationToken);
        var setup = source.Setup with
        {
            Ports = [],
            Slots = [.. source.Setup.Slots.Select(slot => slot with { HostPath = null, Writable = false })],
            UpperDisk = copyDisk?.File,
            Memory = new MemoryFile(files.Memory, Shared: true),
            Incoming = true,
        };
        var start = new QemuStart(runner, $"The copy of the machine '{source.Options.Name}'", Deadline, trace) { Phase = BootPhase.Freeze };
        await start.RunAsync(setup, (copy, limit) => CopyAsync(source, copy, files, trace, limit), cancellationToken);
        await new TemplateManifest
        {
            Qemu = qemuBuild,
            MemoryBytes = (long)setup.MemoryMiB << 20,
            StateSha256 = TemplateManifest.Hash(await File.ReadAllBytesAsync(files.State, cancellationToken)),
            DiskFormat = source.Disk is null ? null : "qcow2",
        }.WriteAsync(files.Manifest, cancellationToken);
        await File.WriteAllBytesAsync(files.Use, [], cancellationToken);
    }

    async Task<bool> CopyAsync(QemuMachine source, StartedQemu copy, TemplateFiles files, StartTrace trace, CancellationToken limit)
    {
        using var agent = await copy.Listeners.Agent.AcceptAsync(limit);
        var copied = false;
        try
        {
            // In here: one whose answer nobody waits for any more has stopped the machine all the same.
            await source.Qmp.ExecuteAsync("stop", null, limit);
            await Migration.CopyAsync(source.Qmp, copy.Qmp, copy.Setup.IncomingSocket, limit);
            copied = true;
            trace.Phase("copy");
            if (source.Disk is { } disk)
            {
                var convert = new Command(DiskArgv(disk.Held, files.Disk)) { Timeout = DiskDeadline };
                (await runner.RunAsync(convert, limit)).EnsureSuccess();
                trace.Phase("disk");
            }
        }
        finally
        {
            await Migration.GoOnAsync(source.Qmp, copied);
        }
        await Migration.SaveDevicesAsync(copy.Qmp, copy.Setup.OutgoingSocket, files.State, limit);
        await copy.Process.EndsWithinAsync(copy.Process.QuitAsync, QuitDeadline, limit);
        await copy.Process.DisposeAsync();
        trace.Phase("freeze");
        return true;
    }
}
