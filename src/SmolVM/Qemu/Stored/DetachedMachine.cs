using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu.Stored;

/// <summary>A detached machine that this process works with at the moment. To dispose it lets go of it.</summary>
internal sealed class DetachedMachine : IMachineBackend
{
    static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(30);
    static readonly TimeSpan QuitDeadline = TimeSpan.FromSeconds(3);
    static readonly TimeSpan BootDeadline = TimeSpan.FromSeconds(180);

    readonly MachineFolder folder;
    readonly RunFile run;
    readonly MachineOptions options;
    readonly RootPack pack;
    readonly CacheLock held;
    readonly QmpClient qmp;
    readonly QemuPorts ports;
    readonly DetachedProcess process;
    AgentChannel agent;
    int disposed;

    DetachedMachine(MachineFolder folder, RunFile run, MachineOptions options, RootPack pack, CacheLock held, QmpClient qmp, AgentChannel agent)
    {
        (this.folder, this.run, this.options, this.pack, this.held) = (folder, run, options, pack, held);
        this.qmp = qmp;
        ports = new QemuPorts(qmp);
        process = new DetachedProcess(run.Pid, run.StartTime);
        Take(agent);
    }

    /// <summary>Connects to a machine that runs.</summary>
    /// <param name="folder">The machine.</param>
    /// <param name="run">Where it runs.</param>
    /// <param name="options">What it was made of.</param>
    /// <param name="pack">How it is packed.</param>
    /// <param name="held">The lock, which belongs to the machine from now on, unless this fails.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SmolVmException">It does not answer.</exception>
    public static async Task<DetachedMachine> AttachAsync(
        MachineFolder folder, RunFile run, MachineOptions options, RootPack pack, CacheLock held, CancellationToken cancellationToken)
    {
        ConsoleFile.Shorten(folder.Console);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerDeadline);
        QmpClient? qmp = null;
        AgentChannel? agent = null;
        try
        {
            var setup = Sockets(run);
            qmp = await QmpClient.ConnectAsync(await DetachedStart.ConnectAsync(setup.Qmp, limit.Token), limit.Token);
            var stands = File.Exists(folder.Standing);
            // Whoever was copying it has died.
            if (stands)
                await Migration.GoOnAsync(qmp, copied: false);
            agent = await AgentChannel.OpenAsync(await DetachedStart.ConnectAsync(setup.Agent, limit.Token), AnswerDeadline, limit.Token);
            // The host may have slept since somebody was here last.
            await agent.SetTimeAsync(DateTimeOffset.UtcNow, limit.Token);
            if (stands)
            {
                await agent.WakeAsync(MachineWake.Detached(options, run.Identity), AnswerDeadline, limit.Token);
                File.Delete(folder.Standing);
            }
            return new DetachedMachine(folder, run, options, pack, held, qmp, agent);
        }
        catch (Exception e)
        {
            if (agent is not null)
                await agent.DisposeAsync();
            if (qmp is not null)
                await qmp.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is OperationCanceledException or GuestLostException or QmpException or System.Net.Sockets.SocketException)
                throw new SmolVmException(
                    ErrorCodes.MachineLost,
                    $"The machine '{folder.Name}' (QEMU is process {run.Pid}) does not answer: {e.Message} Its console is in "
                    + $"'{folder.Console}'. End it: dotnet build -t:SmolDown, or StopAsync.",
                    e);
            throw;
        }
    }

    /// <summary>What it was made of, with nothing left open.</summary>
    public MachineOptions Options => options;

    public IGuestChannel Channel => agent;

    public IReadOnlyList<string> GuestTools => KitGuest.Tools;

    public IReadOnlyList<string> Argv => run.Argv;

    public string? SshCommand => run.SshCommand;

    public string ConsoleText => ConsoleFile.Tail(folder.Console);

    public Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken) => ports.ForwardAsync(guestPort, cancellationToken);

    public async Task<IAsyncDisposable> RelaySocketAsync(string guestPath, string hostPath, CancellationToken cancellationToken) =>
        await agent.RelaySocketAsync(guestPath, hostPath, cancellationToken);

    public Task PackAsync(string path, CancellationToken cancellationToken) => pack.WriteAsync(agent, options, path, cancellationToken);

    public async Task RemountAsync(CancellationToken cancellationToken)
    {
        await agent.UnmountAsync(AnswerDeadline, cancellationToken);
        // Not cancelled: a machine must not be left without its mounts.
        await WakeAsync(CancellationToken.None);
    }

    public Task<IFrozenBackend> FreezeAsync(CancellationToken cancellationToken) => throw new SmolVmException(
        ErrorCodes.NoEngine,
        $"The machine '{folder.Name}' outlives its process, and such machines are forked, not frozen or cloned. Use Stored.ForkAsync, or clone "
        + "one that was started with StartAsync.");

    /// <summary>
    /// Unmounts everything and stops the guest for as long as somebody copies it. It goes on as it was, whatever has become of the copy.
    /// </summary>
    /// <param name="copy">Gets the machine's QMP.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Mounts.MountException">A mount is busy.</exception>
    public async Task StandStillAsync(Func<QmpClient, Task> copy, CancellationToken cancellationToken)
    {
        // The next one to work with the machine does what is left to do where this process is killed.
        await File.WriteAllBytesAsync(folder.Standing, [], cancellationToken);
        try
        {
            await agent.UnmountAsync(AnswerDeadline, cancellationToken);
            await StoppedAsync(copy, cancellationToken);
        }
        finally
        {
            await WakeAsync(CancellationToken.None);
            File.Delete(folder.Standing);
        }
    }

    public Task PauseAsync(CancellationToken cancellationToken) => qmp.ExecuteAsync("stop", null, cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => qmp.ExecuteAsync("cont", null, cancellationToken);

    public async Task RebootAsync(CancellationToken cancellationToken)
    {
        var timeout = options.BootTimeout ?? BootDeadline;
        var reboot = new GuestReboot(qmp, options, timeout);
        var clock = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await reboot.RunAsync(agent, Take, WakeAsync, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or GuestLostException or GuestExecException or QmpException)
        {
            var failure = new BootFailure(reboot.Phase, clock.Elapsed, run.Argv, null, "", ConsoleText);
            await StopAsync(new CancellationToken(canceled: true));
            cancellationToken.ThrowIfCancellationRequested();
            throw new BootException(
                $"The machine '{folder.Name}' did not come back from its reboot: {e.Message}", "It has been stopped. What it said last is below.",
                failure, e);
        }
    }

    /// <summary>Ends the machine in order, then by force; its disk stays.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (options.RootUpper == RootUpper.Disk && process.IsAlive && !cancellationToken.IsCancellationRequested)
        {
            var patience = InitReadiness.PowerOffDeadline(options);
            await TryAsync(token => agent.PowerOffAsync(patience, token), patience, cancellationToken);
            await TryAsync(token => qmp.ExecuteAsync("quit", null, token), QuitDeadline, cancellationToken);
        }
        await process.EndAsync();
        StoredRun.Remove(folder, run);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await agent.DisposeAsync();
        await qmp.DisposeAsync();
        ports.Dispose();
        held.Dispose();
    }

    async Task StoppedAsync(Func<QmpClient, Task> copy, CancellationToken cancellationToken)
    {
        var copied = false;
        try
        {
            await qmp.ExecuteAsync("stop", null, cancellationToken);
            await copy(qmp);
            copied = true;
        }
        finally
        {
            await Migration.GoOnAsync(qmp, copied);
        }
    }

    Task<string> WakeAsync(CancellationToken cancellationToken) =>
        agent.WakeAsync(MachineWake.Detached(options, run.Identity), AnswerDeadline, cancellationToken);

    // A way that fails is not an error: the next one is tried.
    async Task TryAsync(Func<CancellationToken, Task> ask, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await ask(limit.Token);
        }
        catch (Exception e) when (e is SmolVmException or OperationCanceledException or IOException)
        {
            // The answer may be lost with the connection; whether the process ends is what counts.
        }
        await process.EndsWithinAsync(patience, limit.Token);
    }

    [MemberNotNull(nameof(agent))]
    void Take(AgentChannel taken)
    {
        agent = taken;
        agent.WhyClosed = WhyClosedAsync;
    }

    async Task<string?> WhyClosedAsync() => await process.EndsWithinAsync(QuitDeadline, CancellationToken.None)
        ? InitEnd.Describe(options.Init, ConsoleText) ?? $"QEMU, process {run.Pid}, has ended"
        : null;

    static (string Qmp, string Agent) Sockets(RunFile run) =>
        (Path.Combine(run.RunDirectory, "qmp.sock"), Path.Combine(run.RunDirectory, "agent.sock"));
}
