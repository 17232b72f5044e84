using System.Diagnostics;
using System.Security.Cryptography;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>One start, from the spawn of QEMU until the guest is ready and its mounts are made. Whatever fails leaves nothing.</summary>
internal sealed class QemuBoot(ICommandRunner runner, Kit kit, Scratch scratch, MachineOptions options, TimeSpan timeout)
{
    static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ReapDeadline = TimeSpan.FromSeconds(10);

    // As much as the guest's generator holds.
    const int WakeEntropy = 64;

    readonly Stopwatch clock = new();

    /// <summary>How the argv is made; another one only to be measured against ours.</summary>
    public Func<QemuSetup, IReadOnlyList<string>> Argv { get; init; } = QemuArgv.Build;

    BootPhase phase;

    public async Task<QemuMachine> StartAsync(QemuSetup template, UpperDisk? disk, CancellationToken cancellationToken)
    {
        var run = RunRoot.Default().Create();
        var setup = template with { RunDirectory = run.Path };
        ConsoleLog? console = null;
        QemuProcess? process = null;
        try
        {
            // The longest paths of sockets, checked before there is anything to end.
            run.SocketPath(Path.GetFileName(setup.ConsoleSocket));
            var login = new SshTarget(0, kit.SshIdentity, run.FilePath("known_hosts"), run.FilePath("ssh"));
            using var listeners = new QemuListeners(setup);
            console = new ConsoleLog(listeners.Console.AcceptAsync, setup.ConsoleFile);
            phase = BootPhase.Spawn;
            clock.Start();
            process = QemuProcess.Start(runner, Argv(setup), console, run);
            process.Record();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, process.Ended);
            limit.CancelAfter(timeout);
            return await ReadyAsync(process, setup, listeners, login, disk, limit.Token);
        }
        catch (Exception e)
        {
            if (process is null)
            {
                await (console?.DisposeAsync() ?? ValueTask.CompletedTask);
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
        QemuProcess process, QemuSetup setup, QemuListeners listeners, SshTarget login, UpperDisk? disk, CancellationToken limit)
    {
        var agentStream = await listeners.Agent.AcceptAsync(limit);
        AgentChannel? agent = null;
        try
        {
            process.Qmp = await QmpClient.ConnectAsync(await listeners.Qmp.AcceptAsync(limit), limit);
            disk?.Dispose();
            phase = BootPhase.Boot;
            agent = await AgentChannel.OpenAsync(agentStream, timeout, limit);
            var ports = new QemuPorts(process.Qmp);
            var ssh = login with { Port = (await ports.ForwardAsync(22, limit)).Port };
            await File.WriteAllTextAsync(ssh.KnownHosts, SshTarget.KnownHostsLine(ssh.Port, kit.SshHostKey), limit);
            phase = BootPhase.Mount;
            await agent.WakeAsync(Wake(setup), timeout, limit);
            return new QemuMachine(process, agent, ports, new RootPack(runner, scratch), options, ssh);
        }
        catch
        {
            await (agent?.DisposeAsync() ?? agentStream.DisposeAsync());
            throw;
        }
    }

    WakeRequest Wake(QemuSetup setup) => new()
    {
        Identity = Guid.NewGuid(),
        Time = DateTimeOffset.UtcNow,
        Entropy = RandomNumberGenerator.GetBytes(WakeEntropy),
        HostName = setup.HostName,
        Network = setup.Network,
        Environment = options.Environment,
        Mounts = MountList.Tagged(options.Mounts),
    };

    async Task<BootFailure> FailureAsync(QemuProcess process, bool mayBeEnding)
    {
        // A broken connection is often the first sign of QEMU's end, whose exit code says more.
        var ended = await process.EndAsync(mayBeEnding ? EndDeadline : TimeSpan.Zero);
        process.Kill();
        var killed = ended ?? await process.EndAsync(ReapDeadline);
        return new BootFailure(
            phase, clock.Elapsed, process.Argv, ended?.ExitCode, killed?.StandardError ?? "(it does not end)", process.ConsoleText);
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
        GuestExecException => new BootException(
            $"The machine '{options.Name}' could not be made ready: {cause.Message}", "What it said last is below.", failure, cause),
        _ => null,
    };
}
