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
    readonly SmolvmCli cli;
    readonly MachineOptions options;
    readonly SmolvmIdentity identity;
    readonly ExecChannel channel;
    readonly IReadOnlyList<PortArgument> ports;
    readonly CancellationTokenSource lifetime = new();
    readonly SmolvmPower power;
    readonly IDisposable exitHook;
    readonly Lazy<Task> ending;
    SmolvmConsole console = new(null);

    public SmolvmMachine(
        SmolvmCli cli, SmolvmIdentity identity, MachineOptions options, IReadOnlyList<string> argv, IReadOnlyList<PortArgument> ports)
    {
        (this.cli, this.identity, this.options, this.ports, Argv) = (cli, identity, options, ports, argv);
        power = new SmolvmPower(cli, options, () => Name);
        channel = new ExecChannel(cli, () => Name) { Awake = power.WakeAsync };
        exitHook = ExitHooks.Register(identity.DeleteNow);
        ending = new(EndAsync);
    }

    public IGuestChannel Channel => channel;

    public IReadOnlyList<string> GuestTools => [];

    public IReadOnlyList<string> Argv { get; }

    /// <summary>What the program calls it.</summary>
    public string Name => identity.Name;

    public string? SshCommand => ShellQuote.Line([cli.Executable, "machine", "exec", "--name", Name, "-it", "--", "/bin/sh"]);

    public string ConsoleText => console.Text();

    /// <summary>Boots it and makes its mounts.</summary>
    public async Task BootAsync(Action<BootPhase> phase, CancellationToken cancellationToken)
    {
        await power.StartAsync(phase, cancellationToken);
        await AttendAsync(cancellationToken);
    }

    async Task AttendAsync(CancellationToken cancellationToken)
    {
        console = await SmolvmConsole.OfAsync(cli, Name, cancellationToken);
        lifetime.Token.Register(() => _ = DisposeAsync().AsTask().ContinueWith(_ => { }, TaskScheduler.Default));
        lifetime.CancelAfter(options.MaximumLifetime);
    }

    public Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken) =>
        ports.FirstOrDefault(port => port.GuestPort == guestPort) is { } known
            ? Task.FromResult(new IPEndPoint(IPAddress.Loopback, known.HostPort))
            : throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"smolvm cannot forward port {guestPort} of a machine that runs. Name it in MachineOptions.Ports, or use the qemu engine.");

    public Task<IAsyncDisposable> RelaySocketAsync(string guestPath, string hostPath, CancellationToken cancellationToken) =>
        throw new SmolVmException(
            ErrorCodes.NoEngine, $"smolvm cannot make the host's socket '{hostPath}' reachable in a machine. Use the qemu engine.");

    public Task PackAsync(string path, CancellationToken cancellationToken)
    {
        var image = SmolvmImage.Parse(options.Image);
        SmolvmPackRules.EnsurePulled(options, image);
        SmolvmPackRules.Ensure(options, image, cli.Version, OperatingSystem.IsLinux());
        return power.StoppedAsync(() => MachinePack.WriteAsync(cli, Name, path, cancellationToken), cancellationToken);
    }

    /// <summary>The program has no way to stop a guest's processors: a machine that waits in a pool runs.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ResumeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Freezes what the machine is now, for any number of clones to go on from; the machine itself goes on as the first of them.
    /// </summary>
    /// <exception cref="SmolVmException">It was not started for that.</exception>
    public async Task<IFrozenBackend> FreezeAsync(CancellationToken cancellationToken)
    {
        if (!options.Clonable)
            throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"The machine '{options.Name}' was not started to be cloned, as smolvm needs it. Set MachineOptions.Clonable.");
        return new SmolvmFrozen(this, await power.AloneAsync(
            async () =>
            {
                var frozen = await identity.FreezeAsync(cancellationToken);
                await power.ReadyAsync(_ => { }, cancellationToken);
                return frozen;
            },
            cancellationToken));
    }

    /// <summary>Another machine that goes on from a frozen one.</summary>
    public async Task<SmolvmMachine> CloneAsync(ForkBase frozen, MachineOptions cloneOptions, CancellationToken cancellationToken)
    {
        var name = await frozen.ForkAsync(cancellationToken);
        var clone = new SmolvmMachine(cli, new SmolvmIdentity(cli, name, frozen.Owner.Share(), frozen), cloneOptions, Argv, ports: []);
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
        await channel.DisposeAsync();
        try
        {
            await identity.DeleteAsync();
        }
        finally
        {
            exitHook.Dispose();
            lifetime.Dispose();
            power.Dispose();
        }
    }
}
