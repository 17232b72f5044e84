namespace SmolVM.Qemu;

/// <summary>The sockets that a starting QEMU connects to.</summary>
internal sealed class QemuListeners(QemuSetup setup) : IDisposable
{
    public SocketListener Agent { get; } = new(setup.AgentSocket);

    public SocketListener Qmp { get; } = new(setup.QmpSocket);

    public SocketListener Console { get; } = new(setup.ConsoleSocket);

    public void Dispose()
    {
        Agent.Dispose();
        Qmp.Dispose();
        Console.Dispose();
    }
}
