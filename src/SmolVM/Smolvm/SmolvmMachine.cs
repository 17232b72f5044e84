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
    readonly SemaphoreSlim awake = new(1, 1);
    readonly IDisposable exitHook;
    readonly Lazy<Task> ending;
    SmolvmConsole console = new(null);
    string name;
    bool asleep;

    public SmolvmMachine(SmolvmCli cli, MachineCreate create, IReadOnlyList<string> argv, MachineOptions options, SmolvmOwner owner)
    {
        (this.cli, this.options, this.owner, Argv) = (cli, options, owner, argv);
        (name, ports) = (create.Name, create.Ports);
        channel = new ExecChannel(cli, () => name) { Awake = WakeAsync };
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
    public async Task BootAsync(TimeSpan timeout, Action<BootPhase> phase, CancellationToken cancellationToken)
    {
        await StartAsync(timeout, phase, cancellationToken);
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

    public async Task PackAsync(string path, CancellationToken cancellationToken)
    {
        await awake.WaitAsync(cancellationToken);
        try
        {
            SmolvmPackRules.Ensure(options, SmolvmImage.Parse(options.Image), cli.Version, OperatingSystem.IsLinux());
            asleep = true;
            await cli.RunAsync(MachineVerbs.Stop(name, cli.Version), SmolvmCall.Short, cancellationToken);
            await MachinePack.WriteAsync(cli, name, path, cancellationToken);
        }
        finally
        {
            awake.Release();
        }
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
    }

    async Task StartAsync(TimeSpan timeout, Action<BootPhase> phase, CancellationToken cancellationToken)
    {
        phase(BootPhase.Spawn);
        await cli.RunAsync(MachineVerbs.Start(name, cli.Version), SmolvmCall.Long, cancellationToken);
        phase(BootPhase.Boot);
        await cli.WaitExecReadyAsync(name, timeout, cancellationToken);
        phase(BootPhase.Mount);
        await VolumeMounts.MakeAsync(new ExecChannel(cli, () => name), options.Mounts, cancellationToken);
    }

    /// <summary>Starts a machine again that was stopped to be packed; its mounts are made again.</summary>
    async Task WakeAsync(CancellationToken cancellationToken)
    {
        await awake.WaitAsync(cancellationToken);
        try
        {
            if (asleep)
                await StartAsync(options.BootTimeout ?? TimeSpan.FromSeconds(60), _ => { }, cancellationToken);
            asleep = false;
        }
        finally
        {
            awake.Release();
        }
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
            owner.Dispose();
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
