using System.Net;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu.Stored;

/// <summary>The machines of this engine that outlive their process.</summary>
/// <param name="runner">Starts QEMU; known for good once a start is prepared.</param>
/// <param name="cache">Where they are kept.</param>
/// <param name="scratch">For packs.</param>
/// <param name="check">Refuses options.</param>
/// <param name="prepare">Finds and makes all that a start needs.</param>
internal sealed class QemuStored(
    Func<ICommandRunner> runner, SmolCache cache, Scratch scratch, Action<MachineOptions> check,
    Func<MachineOptions, IProgress<string>?, CancellationToken, Task<MachineGround>> prepare) : IStoredMachines
{
    public static RunRoot Root(SmolCache cache) => RunRoot.InCache(cache.Root);

    public async Task<StoredMachine> CreateAsync(MachineOptions options, CancellationToken cancellationToken = default)
    {
        check(options);
        var folder = new MachineFolder(cache, options.Name ?? MachineName.Make());
        using var held = await folder.LockAsync(null, cancellationToken);
        folder.EnsureFree();
        await folder.DeleteUnfinishedAsync();
        folder.Create(new MachineFile { Created = DateTimeOffset.UtcNow, Options = StoredOptions.Of(options) });
        return Look(folder);
    }

    public async Task<Machine> StartAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(cache, name);
        folder.EnsureExists();
        var held = await folder.LockAsync(progress, cancellationToken);
        try
        {
            folder.EnsureExists();
            if (RunFile.ReadLiving(folder.Path) is { } running)
                throw new SmolVmException(
                    ErrorCodes.StoredMachine, $"The machine '{name}' runs already (QEMU is process {running.Pid}). Work with it, or stop it first.");
            var ground = await GroundAsync(folder, options => options, progress, cancellationToken);
            var run = await new DetachedStart(runner(), Root(cache), ground, folder, progress).RunAsync(cancellationToken);
            return await AttachAsync(folder, run, held, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async Task<Machine> AttachAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(cache, name);
        folder.EnsureExists();
        var held = await folder.LockAsync(progress, cancellationToken);
        try
        {
            folder.EnsureExists();
            return await AttachAsync(folder, Living(folder), held, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async Task<StoredMachine> ForkAsync(
        string source, string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var from = new MachineFolder(cache, source);
        var to = new MachineFolder(cache, name);
        from.EnsureExists();
        // Before any lock as well: two forks that wait for each other's machine would wait for ever.
        to.EnsureFree();
        var held = await from.LockAsync(progress, cancellationToken);
        try
        {
            from.EnsureExists();
            using var heldNew = await to.LockAsync(progress, cancellationToken);
            to.EnsureFree();
            await to.DeleteUnfinishedAsync();
            var run = Living(from);
            var ground = await GroundAsync(from, options => options, progress, cancellationToken);
            var fork = new MachineFork(runner(), cache, ground, from, to);
            fork.Check(run);
            await using var machine = await DetachedAsync(from, run, held, cancellationToken);
            await fork.RunAsync(machine, progress, cancellationToken);
            return Look(to);
        }
        finally
        {
            held.Dispose();
        }
    }

    /// <summary>Removes copies that were never whole, and lets machines go on that stand still for a copy whose maker has died.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in MachineFolder.WithUnfinished(cache).Where(folder => !folder.Exists || File.Exists(folder.Standing)))
        {
            if (folder.TryLock() is not { } held)
                continue;
            using (held)
            {
                await folder.DeleteUnfinishedAsync();
                if (folder.Exists && File.Exists(folder.Standing) && RunFile.ReadLiving(folder.Path) is { } run)
                    await (await DetachedAsync(folder, run, held, cancellationToken)).DisposeAsync();
            }
        }
    }

    public async Task<Machine> UseAsync(string name, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(cache, name);
        folder.EnsureExists();
        var run = Living(folder);
        if (folder.TryLock() is not { } held)
            return new Machine(name, Running(folder, run), new SharedMachine(name, run, new SshChannel(runner(), run.Login())));
        try
        {
            return await AttachAsync(folder, Living(folder), held, cancellationToken);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async Task ChangeAsync(string name, MachineOptions options, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(cache, name);
        folder.EnsureExists();
        using var held = await folder.LockAsync(null, cancellationToken);
        folder.EnsureExists();
        if (RunFile.ReadLiving(folder.Path) is { } running)
            throw new SmolVmException(
                ErrorCodes.StoredMachine, $"The machine '{name}' runs (QEMU is process {running.Pid}) and stays as it is until it is stopped.");
        var file = MachineFile.Read(folder.Path);
        var kept = file.Options.Options(name);
        var changed = options with { Name = name, Image = kept.Image, Mounts = kept.Mounts, RootUpper = kept.RootUpper, DiskMiB = kept.DiskMiB };
        check(changed with { Mounts = [] });
        (file with { Options = StoredOptions.Of(changed) }).Write(folder.Path);
    }

    public Task<IReadOnlyList<StoredMachine>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<StoredMachine>>([.. MachineFolder.All(cache).Select(TryLook).OfType<StoredMachine>()]);

    public Task<StoredMachine?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(cache, name);
        try
        {
            return Task.FromResult(folder.Exists ? Look(folder) : null);
        }
        catch (SmolVmException) when (!folder.Exists)
        {
            return Task.FromResult<StoredMachine?>(null);
        }
    }

    public async Task StopAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(cache, name);
        folder.EnsureExists();
        var held = await folder.LockAsync(progress, CancellationToken.None);
        if (RunFile.ReadLiving(folder.Path) is not { } run)
        {
            held.Dispose();
            return;
        }
        try
        {
            await using var machine = await AttachAsync(folder, run, held, cancellationToken);
            await machine.StopAsync(cancellationToken);
        }
        // One that does not answer any more, or nobody wants to wait for.
        catch (Exception e) when (e is SmolVmException or OperationCanceledException)
        {
            await new DetachedProcess(run.Pid, run.StartTime).EndAsync();
            StoredRun.Remove(folder, run);
            held.Dispose();
        }
    }

    public async Task<bool> DeleteAsync(string name, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var folder = new MachineFolder(cache, name);
        if (!folder.Exists)
            return false;
        using var held = await folder.LockAsync(progress, cancellationToken);
        if (!folder.Exists)
            return false;
        // What it would still write is thrown away anyway.
        await StoredRun.KillAsync(folder);
        folder.Delete();
        return true;
    }

    /// <summary>See <see cref="IMachineEngine.PackAsync"/>: one that runs goes on, and one that is stopped is stopped afterwards.</summary>
    public async Task PackAsync(string name, string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var folder = new MachineFolder(cache, name);
        folder.EnsureExists();
        using var held = await folder.LockAsync(progress, cancellationToken);
        // Not sooner: it may be started while the lock is waited for, and its disk is its own then.
        if (RunFile.ReadLiving(folder.Path) is { } run)
        {
            await using var machine = await AttachAsync(folder, run, held, cancellationToken);
            await machine.PackAsync(path, cancellationToken);
            return;
        }
        if (!File.Exists(folder.Disk))
            throw new SmolVmException(
                ErrorCodes.Pack, $"The machine '{name}' is stopped and has no disk, so nothing is left of it to pack. Pack it while it runs.");
        // Its own mounts and ports are no part of the pack, and their folders may have gone. Its services are not to run for it.
        var ground = await GroundAsync(
            folder, options => options with { Mounts = [], Ports = [], Network = false, Init = null }, progress, cancellationToken);
        var boot = new QemuBoot(runner(), ground.Kit, scratch, ground.Options, ground.Timeout, StartTrace.Of(name));
        await using var packed = await boot.StartAsync(
            ground.Setup with { Ports = [], UpperDisk = DiskFile.Raw(folder.Disk) with { Kept = true } }, new MachineParts(), cancellationToken);
        // What is packed says what the machine is, not how it was booted for that.
        var options = packed.Options with { Network = MachineFile.Read(folder.Path).Options.Network };
        await new RootPack(runner(), scratch).WriteAsync(packed.Agent, options, path, cancellationToken);
        await packed.StopAsync(cancellationToken);
    }

    /// <summary>All that the start of a machine needs, which lies above the image that it was made from.</summary>
    async Task<MachineGround> GroundAsync(
        MachineFolder folder, Func<MachineOptions, MachineOptions> change, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var file = MachineFile.Read(folder.Path);
        var options = change(file.Options.Options(folder.Name));
        MountList.EnsurePresent(folder.Name, options.Mounts, $"delete the machine: dotnet build -t:SmolDown -p:SmolMachine={folder.Name}");
        var ground = await prepare(options, progress, cancellationToken);
        if (file.RootKey is null)
            (file with { RootKey = ground.RootKey }).Write(folder.Path);
        else if (file.RootKey != ground.RootKey && File.Exists(folder.Disk))
            throw new SmolVmException(
                ErrorCodes.StoredMachine,
                $"The image '{options.Image}' has changed since the machine '{folder.Name}' was made, and its disk belongs to the earlier one. "
                + $"Delete the machine and make it again: dotnet build -t:SmolDown -p:SmolMachine={folder.Name}");
        return ground;
    }

    async Task<Machine> AttachAsync(MachineFolder folder, RunFile run, CacheLock held, CancellationToken cancellationToken)
    {
        var machine = await DetachedAsync(folder, run, held, cancellationToken);
        return new Machine(folder.Name, machine.Options, machine);
    }

    Task<DetachedMachine> DetachedAsync(MachineFolder folder, RunFile run, CacheLock held, CancellationToken cancellationToken) =>
        DetachedMachine.AttachAsync(folder, run, Running(folder, run), new RootPack(runner(), scratch), held, cancellationToken);

    static MachineOptions Running(MachineFolder folder, RunFile run) =>
        MachineFile.Read(folder.Path).Options.Options(folder.Name) with
        {
            Environment = run.Environment,
            MemoryMiB = run.MemoryMiB,
            Program = run.Program ?? ImageProgram.None,
        };

    static RunFile Living(MachineFolder folder) => RunFile.ReadLiving(folder.Path) ?? throw new SmolVmException(
        ErrorCodes.StoredMachine, $"The machine '{folder.Name}' is stopped. Start it: dotnet build -t:SmolUp, or StartAsync.");

    static StoredMachine? TryLook(MachineFolder folder)
    {
        try
        {
            return Look(folder);
        }
        // One that cannot be read must not keep the others from being seen.
        catch (SmolVmException e)
        {
            var state = RunFile.ReadLiving(folder.Path) is null ? MachineState.Stopped : MachineState.Running;
            var created = new DateTimeOffset(Directory.GetCreationTimeUtc(folder.Path));
            return folder.Exists ? new StoredMachine(folder.Name, "qemu", state, new MachineOptions(), created) { Problem = e.Message } : null;
        }
    }

    static StoredMachine Look(MachineFolder folder)
    {
        var file = MachineFile.Read(folder.Path);
        var run = RunFile.ReadLiving(folder.Path);
        return new StoredMachine(
            folder.Name, "qemu", run is null ? MachineState.Stopped : MachineState.Running, file.Options.Options(folder.Name), file.Created)
        {
            WasStarted = file.RootKey is not null,
            ProcessId = run?.Pid,
            SshCommand = run?.SshCommand,
            Ports = run?.Ports.ToDictionary(port => port.Key, port => new IPEndPoint(IPAddress.Loopback, port.Value)) ?? [],
        };
    }
}
