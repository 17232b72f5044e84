using System.Net;
using System.Net.Sockets;
using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Tool.Machines;

/// <summary>The ports of the host that a machine is to get: looked at before a boot that would fail without them.</summary>
internal static class HostPorts
{
    /// <exception cref="SmolVmException">One is taken, or there is no machine of that name any more.</exception>
    public static async Task EnsureFreeAsync(IStoredMachines stored, string name, CancellationToken cancellationToken)
    {
        var all = await stored.ListAsync(cancellationToken);
        var machine = all.FirstOrDefault(one => one.Name == name) ?? throw MachineFailures.NotFound(name);
        foreach (var port in machine.Options.HostPorts.Values)
        {
            if (all.FirstOrDefault(other => other.State == MachineState.Running && other.Ports.Values.Any(end => end.Port == port)) is { } other)
                throw Taken($"host port {port} is already in use by running machine '{other.Name}'");
            if (!IsFree(port))
                throw Taken($"host port {port} is in use by another program");
        }
    }

    static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static SmolVmException Taken(string fact) => new(
        ErrorCodes.Option, $"{fact}. Free it, or give the machine another: machine update --remove-port, --port");
}
