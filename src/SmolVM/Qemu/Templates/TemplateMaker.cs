using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// Boots a machine of a shape until it is ready and freezes it: nothing mounted, the agent silent, the processors stopped.
/// </summary>
internal sealed class TemplateMaker(
    ICommandRunner runner, string qemuBuild, TimeSpan timeout, StartTrace trace, IProgress<string>? progress = null)
{
    static readonly TimeSpan FreezeDeadline = TimeSpan.FromSeconds(30);
    static readonly TimeSpan QuitDeadline = TimeSpan.FromSeconds(10);

    static readonly GuestCommand[] Warming =
    [
        new("/bin/true") { Timeout = FreezeDeadline }, GuestCommand.Shell("true") with { Timeout = FreezeDeadline },
    ];

    readonly QemuStart start = new(runner, "The machine to clone", timeout, trace);

    /// <param name="shape">See <see cref="MachineShape.Of"/>.</param>
    /// <param name="diskMiB">The size of the disk, where the shape has one.</param>
    /// <param name="files">Are made.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BootException">It does not boot or cannot be frozen.</exception>
    public async Task MakeAsync(QemuSetup shape, int diskMiB, TemplateFiles files, CancellationToken cancellationToken)
    {
        if (shape.UpperDisk is not null)
            await UpperDisk.FormatAsync(runner, files.Disk, diskMiB, cancellationToken);
        var setup = shape with
        {
            Memory = new MemoryFile(files.Memory, Shared: true),
            UpperDisk = shape.UpperDisk is null ? null : DiskFile.Raw(files.Disk),
        };
        await start.RunAsync(setup, (qemu, limit) => FreezeAsync(qemu, files, limit), cancellationToken);
        await new TemplateManifest
        {
            Qemu = qemuBuild,
            MemoryBytes = (long)shape.MemoryMiB << 20,
            StateSha256 = TemplateManifest.Hash(await File.ReadAllBytesAsync(files.State, cancellationToken)),
            DiskFormat = setup.UpperDisk?.Format,
        }.WriteAsync(files.Manifest, cancellationToken);
    }

    // What a first program reads of the image is in the guest's memory then, and no clone waits for the disk again: half of what it takes.
    static async Task WarmAsync(AgentChannel agent, CancellationToken cancellationToken)
    {
        foreach (var command in Warming)
        {
            try
            {
                await agent.ExecAsync(command, null, cancellationToken);
            }
            catch (GuestExecException)
            {
                // An image need not have it.
            }
        }
    }

    async Task<bool> FreezeAsync(StartedQemu qemu, TemplateFiles files, CancellationToken limit)
    {
        start.Phase = BootPhase.Boot;
        // Our end of the agent's port stays open, and silent, until QEMU has gone: the clone's end is open too, so the guest sees no change.
        var stream = await qemu.Listeners.Agent.AcceptAsync(limit);
        await using var agent = await GuestReset.BootedAsync(qemu.Qmp, stream, GuestReset.Patience(timeout), timeout, progress, limit);
        trace.Phase("boot", agent.Hello.BootPhases);
        start.Phase = BootPhase.Init;
        await InitReadiness.WaitAsync("template", agent, qemu.Setup.Init, progress, limit);
        start.Phase = BootPhase.Freeze;
        if (qemu.Setup.RootKind == RootKind.Erofs)
            await WarmAsync(agent, limit);
        await agent.FreezeAsync(dropCaches: false, FreezeDeadline, limit);
        await qemu.Qmp.ExecuteAsync("stop", null, limit);
        await Migration.SaveDevicesAsync(qemu.Qmp, qemu.Setup.OutgoingSocket, files.State, limit);
        await qemu.Process.EndsWithinAsync(qemu.Process.QuitAsync, QuitDeadline, limit);
        await qemu.Process.DisposeAsync();
        trace.Phase("freeze");
        return true;
    }
}
