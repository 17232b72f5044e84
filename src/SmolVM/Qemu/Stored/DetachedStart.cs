using System.Diagnostics;
using System.Net.Sockets;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu.Stored;

/// <summary>
/// Boots a machine that outlives this process. Until it is ready it is this process's own, so that whatever fails leaves nothing; the
/// record that it is detached is the last thing that is written.
/// </summary>
internal sealed class DetachedStart(ICommandRunner runner, RunRoot root, MachineGround ground, MachineFolder folder)
{
    readonly Stopwatch clock = new();
    BootPhase phase = BootPhase.Spawn;

    /// <returns>What the next process needs to find it.</returns>
    /// <exception cref="BootException">It did not become ready.</exception>
    /// <exception cref="MountException">A mount failed in the guest.</exception>
    public async Task<RunFile> RunAsync(CancellationToken cancellationToken)
    {
        if (ground.DiskMiB > 0 && !File.Exists(folder.Disk))
            await UpperDisk.FormatKeptAsync(runner, folder.Disk, ground.DiskMiB, cancellationToken);
        File.Delete(folder.Console);
        var run = root.Create();
        var setup = ground.Setup with
        {
            Detached = true,
            RunDirectory = run.Path,
            KeptConsole = folder.Console,
            UpperDisk = ground.DiskMiB > 0 ? DiskFile.Raw(folder.Disk) with { Kept = true } : null,
        };
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
        phase = BootPhase.Boot;
        await using var agent = await AgentChannel.OpenAsync(await ConnectAsync(setup.AgentSocket, limit), ground.Timeout, limit);
        phase = BootPhase.Mount;
        var identity = Guid.NewGuid();
        await agent.WakeAsync(MachineWake.Detached(ground.Options, identity), ground.Timeout, limit);
        using var ports = new QemuPorts(qmp);
        var known = new Dictionary<int, int>();
        foreach (var port in ground.Options.Ports)
            known[port] = (await ports.ForwardAsync(port, limit)).Port;
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
            SshCommand = SshArgv.Command(login),
            SshPort = ssh,
            SshIdentity = ground.Kit.SshIdentity,
            Ports = known,
            Identity = identity,
            Environment = ground.Options.Environment,
            MemoryMiB = ground.Setup.MemoryMiB,
        };
    }

    async Task<BootException?> ExplainAsync(Exception cause, QemuSetup setup, IRunningCommand? qemu)
    {
        if (qemu is null || cause is not (OperationCanceledException or GuestLostException or QmpException or GuestExecException))
            return null;
        // A broken connection is often the first sign of QEMU's end, whose exit code says more.
        await ((Task)qemu.Completion).WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exitCode = qemu.Completion.IsCompletedSuccessfully ? (await qemu.Completion).ExitCode : (int?)null;
        var said = File.Exists(setup.ErrorFile) ? await File.ReadAllTextAsync(setup.ErrorFile) : "";
        var failure = new BootFailure(phase, clock.Elapsed, QemuArgv.Build(setup), exitCode, said, ConsoleFile.Tail(folder.Console));
        var what = $"The machine '{ground.Options.Name}'";
        return (exitCode, cause) switch
        {
            ({ } code, _) => new BootException(
                $"{what} ended with exit code {code} before it was ready.", "What it said last is below.", failure, cause),
            (_, OperationCanceledException) => new BootException(
                $"{what} was not ready within {ground.Timeout.TotalSeconds:0} s.",
                "If the console below shows that it is only slow, raise BootTimeout (SmolBootTimeout).", failure, cause)
            { IsTimeout = true },
            _ => new BootException($"{what} could not be made ready: {cause.Message}", "What it said last is below.", failure, cause),
        };
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
