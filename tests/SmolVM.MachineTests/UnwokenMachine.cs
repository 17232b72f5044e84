using System.Net.Sockets;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.MachineTests;

/// <summary>A machine that has booted and was told nothing yet: what is frozen to a template.</summary>
sealed class UnwokenMachine : IAsyncDisposable
{
    static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    readonly QemuProcess process;
    readonly QemuSetup setup;

    UnwokenMachine(QemuProcess process, QemuSetup setup, AgentChannel agent)
    {
        this.process = process;
        this.setup = setup;
        Agent = agent;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The first session; over when the machine was frozen.</summary>
    public AgentChannel Agent { get; }

    public QmpClient Qmp => process.Qmp!;

    public static async Task<UnwokenMachine> BootAsync(string image, params WorkspaceMount[] devices)
    {
        var engine = new QemuEngine(new CommandRunner(), SmolCache.Open(), "tcg");
        var kit = await engine.KitAsync(null, Token);
        var root = await engine.Images.GetAsync(image, null, Token);
        var run = RunRoot.Default().Create();
        var options = new MachineOptions { Name = "unwoken", MemoryMiB = 1024, Mounts = devices };
        var setup = QemuSetup.Of(QemuProgram.X64Executable, kit, root, options) with { RunDirectory = run.Path };
        Directory.CreateDirectory(setup.EmptyDirectory);
        using var listeners = new QemuListeners(setup);
        var console = new ConsoleLog(listeners.Console.AcceptAsync, setup.ConsoleFile);
        var process = QemuProcess.Start(new CommandRunner(), [.. QemuArgv.Build(setup).Select(Reconnecting)], console, run);
        try
        {
            var agentStream = await listeners.Agent.AcceptAsync(Token);
            process.Qmp = await QmpClient.ConnectAsync(await listeners.Qmp.AcceptAsync(Token), Token);
            return new(process, setup, await AgentChannel.OpenAsync(agentStream, Deadline, Token));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection of another host, made after the first one has gone.</summary>
    public async Task<Stream> ReconnectAsync()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(setup.AgentSocket);
        listener.Bind(new UnixDomainSocketEndPoint(setup.AgentSocket));
        listener.Listen(1);
        await Agent.DisposeAsync();
        return new NetworkStream(await listener.AcceptAsync(Token), ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        process.Kill();
        await process.DisposeAsync();
    }

    static string Reconnecting(string word) => word.StartsWith("socket,id=agent,", StringComparison.Ordinal) ? word + ",reconnect=1" : word;
}
