using System.Net;
using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Qemu;

/// <summary>A running machine of this engine: its process, its sockets and its directory.</summary>
internal sealed class QemuMachine : IMachineBackend
{
    static readonly TimeSpan PowerOffDeadline = TimeSpan.FromSeconds(8);
    static readonly TimeSpan QuitDeadline = TimeSpan.FromSeconds(3);

    readonly QemuProcess process;
    readonly AgentChannel agent;
    readonly QemuPorts ports;
    readonly RootPack pack;
    readonly MachineOptions options;
    readonly CancellationTokenSource lifetime = new();
    readonly Lazy<Task> ending;
    volatile bool lifetimeIsOver;

    public QemuMachine(QemuProcess process, AgentChannel agent, QemuPorts ports, RootPack pack, MachineOptions options, SshTarget ssh)
    {
        this.process = process;
        this.agent = agent;
        this.ports = ports;
        this.pack = pack;
        this.options = options;
        Ssh = ssh;
        ending = new(EndAsync);
        agent.WhyClosed = WhyClosedAsync;
        lifetime.Token.Register(EndLifetime);
        lifetime.CancelAfter(options.MaximumLifetime);
    }

    public IGuestChannel Channel => agent;

    public IReadOnlyList<string> GuestTools => KitGuest.Tools;

    public IReadOnlyList<string> Argv => process.Argv;

    public SshTarget Ssh { get; }

    public string? SshCommand => SshArgv.Command(Ssh);

    public string ConsoleText => process.ConsoleText;

    public Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken) => ports.ForwardAsync(guestPort, cancellationToken);

    public Task PackAsync(string path, CancellationToken cancellationToken) =>
        pack.WriteAsync(agent, options, path, cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (options.RootUpper == RootUpper.Disk && !ending.IsValueCreated)
        {
            await process.EndsWithinAsync(token => agent.PowerOffAsync(PowerOffDeadline, token), PowerOffDeadline, cancellationToken);
            await process.EndsWithinAsync(process.QuitAsync, QuitDeadline, cancellationToken);
        }
        await DisposeAsync();
    }

    // Whoever disposes comes back when nothing is left, also if somebody else disposes it at the same time.
    public ValueTask DisposeAsync() => new(ending.Value);

    void EndLifetime()
    {
        lifetimeIsOver = true;
        process.Kill();
    }

    async Task EndAsync()
    {
        await agent.DisposeAsync();
        await process.DisposeAsync();
        ports.Dispose();
        lifetime.Dispose();
    }

    async Task<string?> WhyClosedAsync()
    {
        var end = await process.DescribeEndAsync();
        return lifetimeIsOver ? $"its MaximumLifetime of {options.MaximumLifetime} was over" : end;
    }
}
