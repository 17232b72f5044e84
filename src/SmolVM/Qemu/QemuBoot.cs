using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu;

/// <summary>One start of a machine, cold or as a clone, until the guest is ready and its mounts are made.</summary>
/// <param name="runner">Starts QEMU.</param>
/// <param name="kit">What it boots, and the keys to log in.</param>
/// <param name="scratch">For packs of the machine.</param>
/// <param name="options">What the machine is made of.</param>
/// <param name="timeout">How long the start may take.</param>
/// <param name="trace">Gets the phases.</param>
/// <param name="argv">How the argv is made; another one only to be measured against ours.</param>
internal sealed class QemuBoot(
    ICommandRunner runner, Kit kit, Scratch scratch, MachineOptions options, TimeSpan timeout, StartTrace trace,
    Func<QemuSetup, IReadOnlyList<string>>? argv = null)
{
    /// <summary>How the machine is frozen later.</summary>
    public Func<QemuMachine, CancellationToken, Task<IFrozenBackend>>? Freeze { get; init; }

    /// <summary>How long a boot may take, where the start itself is no boot.</summary>
    public TimeSpan? BootTimeout { get; init; }

    /// <summary>Gets warnings.</summary>
    public IProgress<string>? Progress { get; init; }

    readonly QemuStart start = new(runner, $"The machine '{options.Name}'", timeout, trace, argv);

    /// <param name="setup">The machine, without its run directory.</param>
    /// <param name="parts">What belongs to the machine once it runs; the caller's if this fails.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public Task<QemuMachine> StartAsync(QemuSetup setup, MachineParts parts, CancellationToken cancellationToken) =>
        parts.Template is { } template
            ? start.RunAsync(
                setup with { Memory = new MemoryFile(template.Files.Memory, Shared: false), Incoming = true },
                (qemu, limit) => CloneAsync(qemu, template, parts, limit),
                cancellationToken)
            : start.RunAsync(setup, (qemu, limit) => ReadyAsync(qemu, parts, limit), cancellationToken);

    async Task<QemuMachine> CloneAsync(StartedQemu qemu, Template template, MachineParts parts, CancellationToken limit)
    {
        start.Phase = BootPhase.Load;
        await Migration.LoadDevicesAsync(qemu.Qmp, qemu.Setup.IncomingSocket, template.State, limit);
        await qemu.Qmp.ExecuteAsync("cont", null, limit);
        trace.Phase("load");
        return await ReadyAsync(qemu, parts, limit);
    }

    async Task<QemuMachine> ReadyAsync(StartedQemu qemu, MachineParts parts, CancellationToken limit)
    {
        parts.Disk?.Unlink();
        start.Phase = BootPhase.Boot;
        var identity = Guid.NewGuid();
        var ports = new QemuPorts(qemu.Qmp);
        var login = LoginAsync(qemu, ports, limit);
        var agent = await OpenAsync(qemu.Qmp, await qemu.Listeners.Agent.AcceptAsync(limit), parts, identity, limit);
        try
        {
            return new QemuMachine(qemu, agent, ports, options, await login, parts)
            {
                Identity = identity,
                Channel = trace.IsOn ? new TracedChannel(agent, trace) : agent,
                BootTimeout = BootTimeout ?? timeout,
                Pack = new RootPack(runner, scratch),
                Freeze = Freeze,
            };
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    async Task<AgentChannel> OpenAsync(QmpClient qmp, Stream stream, MachineParts parts, Guid identity, CancellationToken limit)
    {
        if (parts.Template is not null)
        {
            var (woken, told) = await AgentChannel.OpenAsync(stream, MachineWake.Of(options, identity), timeout, limit);
            trace.Phase("wake", told);
            return woken;
        }
        var agent = await GuestReset.BootedAsync(qmp, stream, GuestReset.Patience(timeout), timeout, Progress, limit);
        trace.Phase("boot", agent.Hello.BootPhases);
        try
        {
            start.Phase = BootPhase.Init;
            await InitReadiness.WaitAsync(options.Name!, agent, options.Init, Progress, limit);
            trace.Phase("init");
            start.Phase = BootPhase.Mount;
            trace.Phase("wake", await agent.WakeAsync(MachineWake.Of(options, identity), timeout, limit));
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    async Task<SshTarget> LoginAsync(StartedQemu qemu, QemuPorts ports, CancellationToken limit)
    {
        var run = qemu.Process.Run;
        var port = (await ports.ForwardAsync(22, limit)).Port;
        var login = new SshTarget(port, kit.SshIdentity, run.FilePath("known_hosts"), run.FilePath("ssh"));
        await File.WriteAllTextAsync(login.KnownHosts, SshTarget.KnownHostsLine(login.Port, kit.SshHostKey), limit);
        return login;
    }
}
