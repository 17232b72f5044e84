using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

/// <summary>The real agent as a process of the host, on a Unix socket instead of a virtio port.</summary>
sealed class AgentHost : IAsyncDisposable
{
    const int TextBusy = 26;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    static readonly Lazy<string> Binary = new(WriteBinary);

    readonly Process process;

    AgentHost(Process process, NetworkStream stream) => (this.process, Stream) = (process, stream);

    public NetworkStream Stream { get; }

    public int ProcessId => process.Id;

    /// <param name="launcher">A program and its arguments that becomes the agent, whose command line follows.</param>
    public static async Task<AgentHost> StartAsync(params string[] launcher)
    {
        var path = Path.Combine(Path.GetDirectoryName(Binary.Value)!, Guid.NewGuid().ToString("N")[..8]);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var process = await StartProcessAsync([.. launcher, Binary.Value, "--connect", path]);
        var socket = await listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
        File.Delete(path);
        return new(process, new NetworkStream(socket, ownsSocket: true));
    }

    public static async Task<(AgentHost Host, AgentChannel Channel)> OpenAsync(params string[] launcher)
    {
        var host = await StartAsync(launcher);
        return (host, await AgentChannel.OpenAsync(host.Stream, Deadline, TestContext.Current.CancellationToken));
    }

    /// <summary>The agent ends by itself when its host has gone.</summary>
    public Task<int> EndAsync()
    {
        Stream.Dispose();
        return ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Deadline);
        process.Dispose();
    }

    static async Task<Process> StartProcessAsync(string[] argv)
    {
        while (true)
        {
            try
            {
                return Process.Start(new ProcessStartInfo(argv[0], argv[1..]))!;
            }
            catch (Win32Exception e) when (e.NativeErrorCode == TextBusy)
            {
                // Another test forked while the file was being written; its child execs in a moment.
                await Task.Yield();
            }
        }
    }

    static string WriteBinary()
    {
        var folder = Directory.CreateTempSubdirectory("smolvm-agent-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return AgentTestProgram.Write(Path.Combine(folder, "agent"), AgentBinary.Read());
    }
}
