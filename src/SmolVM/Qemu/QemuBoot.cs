using System.Diagnostics;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>One start, from the spawn of QEMU until the guest is ready and its mounts are made. Whatever fails leaves nothing.</summary>
internal sealed class QemuBoot(ICommandRunner runner, Kit kit, Scratch scratch, MachineOptions options, TimeSpan timeout)
{
    static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(1);

    readonly Stopwatch clock = new();

    /// <summary>How the argv is made; another one only to be measured against ours.</summary>
    public Func<QemuSetup, IReadOnlyList<string>> Argv { get; init; } = QemuArgv.Build;

    BootPhase phase;

    public async Task<QemuMachine> StartAsync(QemuSetup template, UpperDisk? disk, CancellationToken cancellationToken)
    {
        var run = RunRoot.Default().Create();
        QemuProcess? process = null;
        try
        {
            var setup = template with { RunDirectory = run.Path };
            run.SocketPath(Path.GetFileName(setup.AgentSocket));
            using var agentListener = new SocketListener(setup.AgentSocket);
            using var qmpListener = new SocketListener(setup.QmpSocket);
            phase = BootPhase.Spawn;
            clock.Start();
            process = QemuProcess.Start(runner, Argv(setup), setup, run);
            process.Record();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, process.Ended);
            limit.CancelAfter(timeout);
            return await ReadyAsync(process, agentListener, qmpListener, disk, limit.Token);
        }
        catch (Exception e)
        {
            if (process is null)
            {
                run.Dispose();
                throw;
            }
            var failure = await FailureAsync(process, mayBeEnding: e is GuestLostException or QmpException);
            await process.DisposeAsync();
            if (!cancellationToken.IsCancellationRequested && Explain(e, failure) is { } explained)
                throw explained;
            throw;
        }
    }

    async Task<QemuMachine> ReadyAsync(
        QemuProcess process, SocketListener agentListener, SocketListener qmpListener, UpperDisk? disk, CancellationToken limit)
    {
        var agentStream = await agentListener.AcceptAsync(limit);
        process.Qmp = await QmpClient.ConnectAsync(await qmpListener.AcceptAsync(limit), limit);
        disk?.Dispose();
        phase = BootPhase.Boot;
        var agent = await AgentChannel.OpenAsync(agentStream, timeout, limit);
        var ports = new QemuPorts(process.Qmp);
        var login = await SshAsync(process, ports, limit);
        phase = BootPhase.Mount;
        await new WorkspaceMounter(agent, KitGuest.Tools).MountAsync(options.Mounts, KitGuest.Uppers, limit);
        return new QemuMachine(process, agent, ports, new RootPack(runner, scratch), options, login);
    }

    async Task<SshTarget> SshAsync(QemuProcess process, QemuPorts ports, CancellationToken cancellationToken)
    {
        var port = (await ports.ForwardAsync(22, cancellationToken)).Port;
        var knownHosts = process.Run.FilePath("known_hosts");
        await File.WriteAllTextAsync(knownHosts, SshTarget.KnownHostsLine(port, kit.SshHostKey), cancellationToken);
        return new SshTarget(port, kit.SshIdentity, knownHosts, process.Run.SocketPath("ssh"));
    }

    async Task<BootFailure> FailureAsync(QemuProcess process, bool mayBeEnding)
    {
        // A broken connection is often the first sign of QEMU's end, whose exit code says more.
        if (mayBeEnding)
            await process.EndsWithinAsync(_ => Task.CompletedTask, EndDeadline, CancellationToken.None);
        var running = !process.Completion.IsCompleted;
        process.Kill();
        var result = await process.Completion;
        return new BootFailure(phase, clock.Elapsed, process.Argv, running ? null : result.ExitCode, result.StandardError, process.ConsoleText);
    }

    BootException? Explain(Exception cause, BootFailure failure) => cause switch
    {
        OperationCanceledException or GuestLostException or QmpException when failure.ExitCode is { } code => new BootException(
            $"The machine '{options.Name}' ended with exit code {code} before it was ready.", "What it said last is below.", failure, cause),
        OperationCanceledException => new BootException(
            $"The machine '{options.Name}' was not ready within {timeout.TotalSeconds:0} s.",
            "If the console below shows that it is only slow, raise BootTimeout (SmolBootTimeout).", failure, cause),
        GuestLostException or QmpException => new BootException(
            $"The connection to the machine '{options.Name}' broke before it was ready: {cause.Message}", "What it said last is below.", failure, cause),
        _ => null,
    };
}
