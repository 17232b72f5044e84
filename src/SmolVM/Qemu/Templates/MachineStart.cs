using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// Starts machines: as clones of the template of their shape, which the first start of a shape makes. What goes wrong with a template
/// costs a warning and a cold boot, never the start.
/// </summary>
internal sealed class MachineStart(ICommandRunner runner, Scratch scratch, TemplateStore store)
{
    // A clone that is as it should be answers within a second; this is for a host that has a hundred things to do.
    static readonly TimeSpan CloneDeadline = TimeSpan.FromSeconds(30);

    // A caller who waits less than this has no reason to doubt the template.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="ground">The machine.</param>
    /// <param name="progress">Gets warnings, and a line when a template is made.</param>
    /// <param name="cancellationToken">Ends the start; nothing is left.</param>
    public async Task<QemuMachine> StartAsync(MachineGround ground, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (!ground.Clones)
            return await BootAsync(ground, progress, cancellationToken);
        var key = (await ShapeAsync(ground, cancellationToken)).Key;
        try
        {
            return await CloneAsync(ground, progress, cancellationToken);
        }
        catch (Exception e) when (Mends(e, ground.Timeout) && !cancellationToken.IsCancellationRequested)
        {
            progress?.Report($"Warning: the machine '{ground.Options.Name}' boots cold, for it could not be cloned: {FirstLine(e)} {Consequence(e)}");
            if (Doubts(e))
                await store.DiscardAsync(key, DateTime.UtcNow, cancellationToken);
        }
        catch (BootException e) when (e.IsTimeout && e.Elapsed > Patience)
        {
            // One that is damaged in a way that nothing tells must not fail every start of somebody who waits for less than a boot takes.
            await store.DiscardAsync(key, DateTime.UtcNow, cancellationToken);
            throw;
        }
        return await BootAsync(ground, progress, cancellationToken);
    }

    /// <summary>Starts a clone; what goes wrong with the template is the caller's.</summary>
    public async Task<QemuMachine> CloneAsync(MachineGround ground, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var (shape, key) = await ShapeAsync(ground, cancellationToken);
        var template = await store.GetOrAddAsync(key, ground.TemplateBytes, MakeAsync, progress, cancellationToken);
        return await CloneAsync(template, ground, cancellationToken);

        async Task MakeAsync(TemplateFiles files, CancellationToken token)
        {
            var trace = StartTrace.Of(ground.Options.Name!);
            trace.Say($"new shape {key[..8]}: {MachineShape.Describe(shape)}");
            progress?.Report("Booting a machine to clone (once for machines of this shape).");
            await new TemplateMaker(runner, ground.Program.Version.Build, ground.Timeout, trace, progress)
                .MakeAsync(shape, ground.DiskMiB, files, token);
        }
    }

    /// <summary>Starts a clone of a template, which is the machine's from now on, also if this fails.</summary>
    public async Task<QemuMachine> CloneAsync(Template template, MachineGround ground, CancellationToken cancellationToken)
    {
        var parts = new MachineParts(Template: template);
        try
        {
            if (template.Disk is { } below)
                parts = parts with { Disk = await UpperDisk.AboveAsync(runner, scratch, below, cancellationToken) };
            var limit = ground.Timeout < CloneDeadline ? ground.Timeout : CloneDeadline;
            return await BootAsync(ground, parts, limit, progress: null, cancellationToken);
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    /// <summary>Boots a machine from nothing.</summary>
    public async Task<QemuMachine> BootAsync(MachineGround ground, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var parts = new MachineParts(
            Disk: ground.DiskMiB > 0 ? await UpperDisk.CreateAsync(runner, scratch, ground.DiskMiB, cancellationToken) : null);
        try
        {
            return await BootAsync(ground, parts, ground.Timeout, progress, cancellationToken);
        }
        catch
        {
            parts.Dispose();
            throw;
        }
    }

    /// <summary>Freezes a running machine into files.</summary>
    public Task FreezeAsync(MachineGround ground, QemuMachine source, TemplateFiles files, CancellationToken cancellationToken) =>
        new RunningFreeze(runner, scratch, ground.Program.Version.Build).FreezeAsync(source, files, cancellationToken);

    /// <summary>The shape of a machine, and the key of its template.</summary>
    public static async Task<(QemuSetup Shape, string Key)> ShapeAsync(MachineGround ground, CancellationToken cancellationToken)
    {
        // Where the disk is does not belong to the shape; that there is one does.
        var shape = MachineShape.Of(ground.DiskMiB > 0 ? ground.Setup with { UpperDisk = DiskFile.Raw("") } : ground.Setup);
        var processor = shape.Accelerator == Accelerator.Kvm
            ? HostProcessor.Describe(await File.ReadAllTextAsync("/proc/cpuinfo", cancellationToken))
            : "";
        return (shape, MachineShape.Key(shape, ground.Program.Version.Build, ground.Kit, ground.RootKey, ground.DiskMiB, processor));
    }

    // A guest that says no to a mount, or a caller with no time, would hear the same from a cold boot.
    public static bool Mends(Exception e, TimeSpan timeout) => e switch
    {
        BootException boot => !boot.IsTimeout || boot.Phase == BootPhase.Freeze || timeout > boot.Elapsed,
        SmolVmException other => other.Code is ErrorCodes.NoSpace or ErrorCodes.MachineLost or ErrorCodes.ToolFailed or ErrorCodes.ToolMissing,
        _ => e is IOException or InvalidDataException or UnauthorizedAccessException,
    };

    // A full disk, or a program that is not installed, says nothing about the template.
    public static bool Doubts(Exception e) => e is BootException or InvalidDataException or SmolVmException { Code: ErrorCodes.MachineLost };

    static string Consequence(Exception e) => Doubts(e)
        ? "The frozen machine was thrown away, and the next start makes it anew. SMOLVM_TEMPLATES=off always boots cold."
        : "The next start tries it again. SMOLVM_TEMPLATES=off always boots cold.";

    public static string FirstLine(Exception e) => (e is BootException boot ? boot.Fact : e.Message).Split('\n')[0].TrimEnd();

    Task<QemuMachine> BootAsync(
        MachineGround ground, MachineParts parts, TimeSpan timeout, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var boot = new QemuBoot(runner, ground.Kit, scratch, ground.Options, timeout, StartTrace.Of(ground.Options.Name!))
        {
            Freeze = (machine, token) => FreezeAsync(machine, ground, token),
            BootTimeout = ground.Timeout,
            Progress = progress,
        };
        return boot.StartAsync(ground.Setup with { UpperDisk = parts.Disk?.File }, parts, cancellationToken);
    }

    async Task<IFrozenBackend> FreezeAsync(QemuMachine source, MachineGround ground, CancellationToken cancellationToken)
    {
        var place = store.New(ground.TemplateBytes + source.DiskBytes);
        try
        {
            await FreezeAsync(ground, source, place.Files, cancellationToken);
        }
        catch
        {
            place.Dispose();
            throw;
        }
        return new FrozenQemu(place, (template, options, token) => CloneAsync(template, ground.Renamed(options), token));
    }
}
