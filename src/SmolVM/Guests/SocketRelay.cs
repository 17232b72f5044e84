using System.Net.Sockets;

namespace SmolVM.Guests;

/// <summary>Carries each connection to a socket of the guest to a Unix socket of the host. Disposed, it ends them all.</summary>
internal sealed class SocketRelay : IAsyncDisposable
{
    readonly AgentListener listener;
    readonly string hostPath;
    readonly CancellationTokenSource ending = new();
    readonly Lock gate = new();
    readonly HashSet<Task> carried = [];
    readonly Task accepting;

    SocketRelay(AgentListener listener, string hostPath)
    {
        this.listener = listener;
        this.hostPath = hostPath;
        accepting = Task.Run(AcceptAsync);
    }

    public static SocketRelay Start(AgentListener listener, string hostPath) => new(listener, hostPath);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await accepting;
        Task[] open;
        lock (gate)
            open = [.. carried];
        await Task.WhenAll(open);
        await listener.DisposeAsync();
        ending.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                Keep(await listener.AcceptAsync(ending.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or GuestLostException)
        {
            // It is over, with the relay or with the machine.
        }
    }

    void Keep(AgentSocket guest)
    {
        var task = CarryAsync(guest);
        lock (gate)
            carried.Add(task);
        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    void Forget(Task task)
    {
        lock (gate)
            carried.Remove(task);
    }

    // What goes wrong in a connection ends that one, and the program in the guest sees it closed: the same as on the host.
    async Task CarryAsync(AgentSocket guest)
    {
        await using (guest)
        {
            try
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(hostPath), ending.Token);
                await using var host = new NetworkStream(socket);
                using var broken = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
                await Task.WhenAll(InAsync(host, guest, broken.Token), OutAsync(guest, host, broken));
            }
            catch (Exception e) when (e is IOException or SocketException or GuestLostException or GuestExecException
                or OperationCanceledException)
            {
            }
        }
    }

    // A program that reads no more may still have something to say, so this direction ends alone.
    static async Task InAsync(NetworkStream host, AgentSocket guest, CancellationToken cancellationToken)
    {
        try
        {
            await host.CopyToAsync(guest.ToGuest, cancellationToken);
        }
        catch (IOException)
        {
        }
        await guest.ToGuest.DisposeAsync();
    }

    static async Task OutAsync(AgentSocket guest, NetworkStream host, CancellationTokenSource broken)
    {
        try
        {
            await guest.FromGuest.CopyToAsync(host, broken.Token);
            host.Socket.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
    }
}
