using System.Net;
using System.Net.Sockets;

namespace SmolVM.Smolvm;

/// <summary>
/// A port of the host that is free now. The program takes no port 0, so that somebody may be faster; then the machine is made again with
/// others.
/// </summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
