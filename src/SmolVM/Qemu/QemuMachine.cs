using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>A running machine of this engine: its process, its sockets, its directory and what it stands on.</summary>
internal sealed class QemuMachine : IMachineBackend
{
    static readonly TimeSpan QuitDeadline = TimeSpan.FromSeconds(3);
    static readonly TimeSpan WakeDeadline = TimeSpan.FromSeconds(30);

    readonly StartedQemu qemu;
    readonly QemuPorts ports;
    readonly MachineParts parts;
    readonly CancellationTokenSource lifetime = new();
    readonly Lazy<Task> ending;
    readonly SemaphoreSlim rebooting = new(1, 1);
    volatile bool lifetimeIsOver;

    public QemuMachine(StartedQemu qemu, AgentChannel agent, QemuPorts ports, MachineOptions options, SshTarget ssh, MachineParts parts)
    {
        this.qemu = qemu;
        this.ports = ports;
        this.parts = parts;
        Options = options;
        Ssh = ssh;
        ending = new(EndAsync);
        Take(agent);
        lifetime.Token.Register(EndLifetime);
        lifetime.CancelAfter(options.MaximumLifetime);
    }

    /// <summary>How this machine is frozen, for whoever can.</summary>
    public Func<QemuMachine, CancellationToken, Task<IFrozenBackend>>? Freeze { get; init; }

    /// <summary>What the guest was told that it is.</summary>
    public required Guid Identity { get; init; }

    /// <summary>How this machine is packed.</summary>
    public required RootPack Pack { get; init; }

    public MachineOptions Options { get; }

    public QemuSetup Setup => qemu.Setup;

    public QmpClient Qmp => qemu.Qmp;

    public AgentChannel Agent { get; private set; }

    public UpperDisk? Disk => parts.Disk;

    /// <summary>What the machine's disk takes on the host, with all that it is laid over.</summary>
    public long DiskBytes => (Disk is { } disk ? FileOwner.AllocatedBytes(disk.Held.Path) : 0)
        + (parts.Template?.Disk is { } below ? FileOwner.AllocatedBytes(below.Path) : 0);

    /// <summary>The agent, or what tells of its first program.</summary>
    public IGuestChannel Channel { get; set; }

    /// <summary>How long a boot of this machine may take.</summary>
    public required TimeSpan BootTimeout { get; init; }

    public IReadOnlyList<string> GuestTools => KitGuest.Tools;

    public IReadOnlyList<string> Argv => qemu.Process.Argv;

    public SshTarget Ssh { get; }

    public string? SshCommand => SshArgv.Command(Ssh);

    public string ConsoleText => qemu.Process.ConsoleText;

    public Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken) => ports.ForwardAsync(guestPort, cancellationToken);

    public async Task<IAsyncDisposable> RelaySocketAsync(string guestPath, string hostPath, CancellationToken cancellationToken) =>
        await Agent.RelaySocketAsync(guestPath, hostPath, cancellationToken);

    public Task PackAsync(string path, CancellationToken cancellationToken) => Pack.WriteAsync(Agent, Options, path, cancellationToken);

    public Task<IFrozenBackend> FreezeAsync(CancellationToken cancellationToken) =>
        Freeze is { } freeze ? freeze(this, cancellationToken) : throw new NotSupportedException("This machine was started to be measured.");

    /// <summary>Stops the guest's processors: it costs nothing then but memory.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => Qmp.ExecuteAsync("stop", null, cancellationToken);

    /// <summary>Lets the guest go on, with the time and the randomness of this moment.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        lifetime.CancelAfter(Options.MaximumLifetime);
        await Qmp.ExecuteAsync("cont", null, cancellationToken);
        await Task.WhenAll(
            Agent.SetTimeAsync(DateTimeOffset.UtcNow, cancellationToken), Agent.AddEntropyAsync(MachineWake.Entropy(), cancellationToken));
    }

    /// <summary>Sets all again that a machine gets as it wakes, mounts included.</summary>
    public Task WakeAgainAsync(CancellationToken cancellationToken) =>
        Agent.WakeAsync(MachineWake.Of(Options, Identity), WakeDeadline, cancellationToken);

    public async Task RemountAsync(CancellationToken cancellationToken)
    {
        await Agent.UnmountAsync(WakeDeadline, cancellationToken);
        // Not cancelled: a machine must not be left without its mounts.
        await WakeAgainAsync(CancellationToken.None);
    }

    public async Task RebootAsync(CancellationToken cancellationToken)
    {
        await rebooting.WaitAsync(cancellationToken);
        var reboot = new GuestReboot(Qmp, Options, BootTimeout);
        var clock = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, qemu.Process.Ended);
        limit.CancelAfter(BootTimeout);
        try
        {
            await reboot.RunAsync(
                Agent, Take, token => Agent.WakeAsync(MachineWake.Of(Options, Identity), BootTimeout, token), limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or GuestLostException or GuestExecException or QmpException)
        {
            // Neither what it was nor what it was to become.
            var failure = new BootFailure(reboot.Phase, clock.Elapsed, Argv, await ExitCodeAsync(), "", ConsoleText);
            await DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            var why = e is OperationCanceledException ? $" within {BootTimeout.TotalSeconds:0} s" : $": {e.Message}";
            throw new BootException(
                $"The machine '{Options.Name}' did not come back from its reboot{why}.",
                "It has been ended. What it said last is below.", failure, e);
        }
        finally
        {
            rebooting.Release();
        }
    }

    [MemberNotNull(nameof(Agent), nameof(Channel))]
    void Take(AgentChannel agent)
    {
        (Agent, Channel) = (agent, agent);
        agent.WhyClosed = WhyClosedAsync;
    }

    async Task<int?> ExitCodeAsync() => (await qemu.Process.EndAsync(TimeSpan.FromSeconds(1)))?.ExitCode;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Options.RootUpper == RootUpper.Disk && !ending.IsValueCreated)
        {
            var patience = InitReadiness.PowerOffDeadline(Options);
            await qemu.Process.EndsWithinAsync(token => Agent.PowerOffAsync(patience, token), patience, cancellationToken);
            await qemu.Process.EndsWithinAsync(qemu.Process.QuitAsync, QuitDeadline, cancellationToken);
        }
        await DisposeAsync();
    }

    // Whoever disposes comes back when nothing is left, also if somebody else disposes it at the same time.
    public ValueTask DisposeAsync() => new(ending.Value);

    void EndLifetime()
    {
        lifetimeIsOver = true;
        qemu.Process.Kill();
    }

    async Task EndAsync()
    {
        await Agent.DisposeAsync();
        await qemu.Process.DisposeAsync();
        parts.Dispose();
        ports.Dispose();
        lifetime.Dispose();
    }

    async Task<string?> WhyClosedAsync()
    {
        var end = await qemu.Process.DescribeEndAsync();
        return lifetimeIsOver
            ? $"its MaximumLifetime of {Options.MaximumLifetime} was over"
            : end is null ? null : InitEnd.Describe(Options.Init, ConsoleText) ?? end;
    }
}
