using System.Net;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>A machine of this engine. The program's machines outlive everybody, so that this one is stopped and deleted by us.</summary>
internal sealed class SmolvmMachine : IMachineBackend
{
    static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(90);

    /// <summary>What the end of the process waits for; what it does not manage, the next start does.</summary>
    static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(4);

    readonly SmolvmCli cli;
    readonly MachineOptions options;
    readonly SmolvmOwner owner;
    readonly ExecChannel channel;
    readonly IReadOnlyList<PortArgument> ports;
    readonly CancellationTokenSource lifetime = new();
    readonly SmolvmPower power;
    readonly IDisposable exitHook;
    readonly Lazy<Task> ending;
    SmolvmConsole console = new(null);
    string name;
    ForkBase? forkBase;

    public SmolvmMachine(SmolvmCli cli, MachineCreate create, IReadOnlyList<string> argv, MachineOptions options, SmolvmOwner owner)
    {
        (this.cli, this.options, this.owner, Argv) = (cli, options, owner, argv);
        (name, ports) = (create.Name, create.Ports);
        power = new SmolvmPower(cli, options, () => name);
        channel = new ExecChannel(cli, () => name) { Awake = power.WakeAsync };
        exitHook = ExitHooks.Register(EndNow);
        ending = new(EndAsync);
    }

    public IGuestChannel Channel => channel;

    public IReadOnlyList<string> GuestTools => [];

    public IReadOnlyList<string> Argv { get; }

    /// <summary>What the program calls it.</summary>
    public string Name => name;

    public string? SshCommand => ShellQuote.Line([cli.Executable, "machine", "exec", "--name", name, "-it", "--", "/bin/sh"]);

    public string ConsoleText => console.Text();

    /// <summary>Boots it and makes its mounts.</summary>
    public async Task BootAsync(Action<BootPhase> phase, CancellationToken cancellationToken)
    {
        await power.StartAsync(phase, cancellationToken);
        await AttendAsync(cancellationToken);
    }

    async Task AttendAsync(CancellationToken cancellationToken)
    {
        console = await SmolvmConsole.OfAsync(cli, name, cancellationToken);
        lifetime.Token.Register(() => _ = DisposeAsync().AsTask().ContinueWith(_ => { }, TaskScheduler.Default));
        lifetime.CancelAfter(options.MaximumLifetime);
    }

    public Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken) =>
        ports.FirstOrDefault(port => port.GuestPort == guestPort) is { } known
            ? Task.FromResult(new IPEndPoint(IPAddress.Loopback, known.HostPort))
            : throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"smolvm cannot forward port {guestPort} of a machine that runs. Name it in MachineOptions.Ports, or use the qemu engine.");

    public Task PackAsync(string path, CancellationToken cancellationToken)
    {
        SmolvmPackRules.Ensure(options, SmolvmImage.Parse(options.Image), cli.Version, OperatingSystem.IsLinux());
        return power.StoppedAsync(() => MachinePack.WriteAsync(cli, name, path, cancellationToken), cancellationToken);
    }

    /// <summary>The program has no way to stop a guest's processors: a machine that waits in a pool runs.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ResumeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Freezes what the machine is now, for any number of clones to go on from; the machine itself goes on as the first of them.</summary>
    /// <exception cref="SmolVmException">It was not started for that, or has ports, which would not be its own any more.</exception>
    public async Task<IFrozenBackend> FreezeAsync(CancellationToken cancellationToken)
    {
        if (!options.Clonable)
            throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"The machine '{options.Name}' was not started to be cloned, as smolvm needs it. Set MachineOptions.Clonable.");
        if (ports.Count > 0)
            throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"smolvm cannot clone '{options.Name}', for its ports would lead to the frozen machine. Start it without ports.");
        return new SmolvmFrozen(this, await power.AloneAsync(
            async () =>
            {
                var frozen = new ForkBase(cli, name, owner.Share(), forkBase);
                name = await ForkAsync(frozen, cancellationToken);
                forkBase = frozen;
                await power.ReadyAsync(_ => { }, cancellationToken);
                return frozen;
            },
            cancellationToken));
    }

    // Without a clone the machine is no base, and stays what it is.
    async Task<string> ForkAsync(ForkBase frozen, CancellationToken cancellationToken)
    {
        try
        {
            return await frozen.ForkAsync(cancellationToken);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Another machine that goes on from a frozen one.</summary>
    public async Task<SmolvmMachine> CloneAsync(ForkBase frozen, MachineOptions cloneOptions, CancellationToken cancellationToken)
    {
        var create = new MachineCreate(await frozen.ForkAsync(cancellationToken));
        var clone = new SmolvmMachine(cli, create, Argv, cloneOptions, frozen.Owner.Share()) { forkBase = frozen };
        try
        {
            await clone.power.ReadyAsync(_ => { }, cancellationToken);
            await clone.AttendAsync(cancellationToken);
            return clone;
        }
        catch
        {
            await clone.DisposeAsync();
            throw;
        }
    }

    public Task RemountAsync(CancellationToken cancellationToken) => VolumeMounts.RemakeAsync(channel, options.Mounts, cancellationToken);

    public async Task RebootAsync(CancellationToken cancellationToken)
    {
        await power.StoppedAsync(() => Task.CompletedTask, cancellationToken);
        await power.WakeAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    // Whoever disposes comes back when nothing is left, also if somebody else disposes it at the same time.
    public ValueTask DisposeAsync() => new(ending.Value);

    /// <summary>Lets go of what this process holds; the machine is left to the caller.</summary>
    public async Task AbandonAsync()
    {
        exitHook.Dispose();
        lifetime.Dispose();
        await channel.DisposeAsync();
        power.Dispose();
    }

    async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        await channel.DisposeAsync();
        try
        {
            await cli.DeleteAsync(name, limit.Token);
        }
        finally
        {
            exitHook.Dispose();
            lifetime.Dispose();
            power.Dispose();
            owner.Dispose();
            if (forkBase is not null)
                await forkBase.ReleaseAsync();
        }
    }

    void EndNow()
    {
        using var limit = new CancellationTokenSource(ExitLimit);
        try
        {
            Task.Run(() => cli.DeleteAsync(name, limit.Token)).Wait(ExitLimit);
        }
        catch (AggregateException)
        {
            // The next start sweeps it.
        }
    }
}
