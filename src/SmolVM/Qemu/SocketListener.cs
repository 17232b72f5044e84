using System.Net.Sockets;

namespace SmolVM.Qemu;

/// <summary>
/// A Unix socket that QEMU connects to. We listen, so that its connection is the event that it has come so far, and so that QEMU ends
/// by itself when we are gone before it starts.
/// </summary>
internal sealed class SocketListener : IDisposable
{
    readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public SocketListener(string path)
    {
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
    }

    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken) =>
        new NetworkStream(await socket.AcceptAsync(cancellationToken), ownsSocket: true);

    public void Dispose() => socket.Dispose();
}
