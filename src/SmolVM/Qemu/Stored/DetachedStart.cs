using System.Diagnostics;
using System.Net.Sockets;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu.Stored;

/// <summary>
/// Starts a machine that outlives this process. Until it is ready it is this process's own, so that whatever fails leaves nothing; the
/// record that it is detached is the last thing that is written.
/// </summary>
internal sealed class DetachedStart(ICommandRunner runner, RunRoot root, MachineGround ground, MachineFolder folder, IProgress<string>? progress)
{
    readonly Stopwatch clock = new();
    BootPhase phase = BootPhase.Spawn;

    /// <summary>Gives the QEMU that waits for it the state of another machine, and fills its disk; null: the machine boots.</summary>
    public Func<QmpClient, QemuSetup, CancellationToken, Task>? Load { get; init; }

    /// <summary>The machine as it is started there.</summary>
    public static QemuSetup Setup(MachineGround ground, MachineFolder folder, string runDirectory, bool incoming) => ground.Setup with
    {
        Detached = true,
        Incoming = incoming,
        RunDirectory = runDirectory,
        KeptConsole = folder.Console,
        UpperDisk = ground.DiskMiB > 0 ? DiskFile.Raw(folder.Disk) with { Kept = true } : null,
    };

    /// <returns>What the next process needs to find it.</returns>
    /// <exception cref="BootException">It did not become ready.</exception>
    /// <exception cref="MountException">A mount failed in the guest.</exception>
    public async Task<RunFile> RunAsync(CancellationToken cancellationToken)
    {
        if (ground.DiskMiB > 0 && !File.Exists(folder.Disk))
            await UpperDisk.FormatKeptAsync(runner, folder.Disk, ground.DiskMiB, cancellationToken);
        File.Delete(folder.Console);
        File.Delete(folder.Standing);
        var run = root.Create();
        var setup = Setup(ground, folder, run.Path, incoming: Load is not null);
        IRunningCommand? qemu = null;
        using var exitHook = ExitHooks.Register(() =>
        {
            qemu?.Kill();
            run.Dispose();
        });
        try
        {
            run.SocketPath(Path.GetFileName(setup.StartSocket));
            Directory.CreateDirectory(setup.EmptyDirectory);
            using var listener = new SocketListener(setup.StartSocket);
            clock.Start();
            qemu = runner.Start(new Command(DetachedArgv.Wrap(QemuArgv.Build(setup), setup.ErrorFile)));
            run.RecordHypervisor(qemu.ProcessId);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ground.Timeout);
            _ = qemu.Completion.ContinueWith(_ => Cancel(limit), TaskScheduler.Default);
            var file = await ReadyAsync(setup, await listener.AcceptAsync(limit.Token), qemu.ProcessId, limit.Token);
            file.Write(folder.Path);
            run.Detach();
            return file;
        }
        catch (Exception e)
        {
            var explained = cancellationToken.IsCancellationRequested ? null : await ExplainAsync(e, setup, qemu);
            if (qemu is not null)
                await qemu.DisposeAsync();
            run.Dispose();
            if (explained is not null)
                throw explained;
            throw;
        }
    }

    public static async Task<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    async Task<RunFile> ReadyAsync(QemuSetup setup, Stream start, int pid, CancellationToken limit)
    {
        await using var qmp = await QmpClient.ConnectAsync(start, limit);
        // Before there is a guest, so that one that goes on here sees its port open all along.
        var port = await ConnectAsync(setup.AgentSocket, limit);
        if (Load is not null)
            await LoadAsync(Load, qmp, setup, port, limit);
        phase = BootPhase.Boot;
        await using var agent = Load is null
            ? await GuestReset.BootedAsync(qmp, port, GuestReset.Patience(ground.Timeout), ground.Timeout, progress, limit)
            : await AgentChannel.OpenAsync(port, ground.Timeout, limit);
        phase = BootPhase.Init;
        await InitReadiness.WaitAsync(ground.Options.Name!, agent, ground.Options.Init, progress, limit);
        phase = BootPhase.Mount;
        var identity = Guid.NewGuid();
        await agent.WakeAsync(MachineWake.Detached(ground.Options, identity), ground.Timeout, limit);
        using var ports = new QemuPorts(qmp);
        var known = new Dictionary<int, int>();
        foreach (var guestPort in ground.Options.Ports)
            known[guestPort] = (await ports.ForwardAsync(guestPort, limit)).Port;
        var ssh = (await ports.ForwardAsync(22, limit)).Port;
        var login = new SshTarget(
            ssh, ground.Kit.SshIdentity, Path.Combine(setup.RunDirectory, SshTarget.KnownHostsFile), Path.Combine(setup.RunDirectory, "ssh"));
        await File.WriteAllTextAsync(login.KnownHosts, SshTarget.KnownHostsLine(ssh, ground.Kit.SshHostKey), limit);
        return new RunFile
        {
            RunDirectory = setup.RunDirectory,
            Pid = pid,
            StartTime = ProcessStat.OfLiving(pid)?.StartTime ?? throw new GuestLostException("QEMU ended as soon as the guest was ready."),
            Argv = QemuArgv.Build(setup),
            QemuBuild = ground.Program.Version.Build,
            SshCommand = SshArgv.Command(login),
            SshPort = ssh,
            SshIdentity = ground.Kit.SshIdentity,
            Ports = known,
            Identity = identity,
            Environment = ground.Options.Environment,
            Program = ground.Options.Program,
            MemoryMiB = ground.Setup.MemoryMiB,
        };
    }

    async Task LoadAsync(
        Func<QmpClient, QemuSetup, CancellationToken, Task> load, QmpClient qmp, QemuSetup setup, Stream port, CancellationToken limit)
    {
        phase = BootPhase.Load;
        try
        {
            await load(qmp, setup, limit);
            await qmp.ExecuteAsync("cont", null, limit);
        }
        catch
        {
            await port.DisposeAsync();
            throw;
        }
    }

    async Task<BootException?> ExplainAsync(Exception cause, QemuSetup setup, IRunningCommand? qemu)
    {
        if (qemu is null)
            return null;
        // A broken connection is often the first sign of QEMU's end, whose exit code says more.
        await ((Task)qemu.Completion).WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exitCode = qemu.Completion.IsCompletedSuccessfully ? (await qemu.Completion).ExitCode : (int?)null;
        var said = File.Exists(setup.ErrorFile) ? await File.ReadAllTextAsync(setup.ErrorFile) : "";
        var failure = new BootFailure(phase, clock.Elapsed, QemuArgv.Build(setup), exitCode, said, ConsoleFile.Tail(folder.Console));
        return FailedBoot.Explain($"The machine '{ground.Options.Name}'", cause, failure, setup.Init, ground.Timeout);
    }

    static void Cancel(CancellationTokenSource limit)
    {
        try
        {
            limit.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The start is over: the machine goes on, or its end is known.
        }
    }
}
