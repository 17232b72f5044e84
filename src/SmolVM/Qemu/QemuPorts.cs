using System.Globalization;
using System.Net;
using SmolVM.Errors;

namespace SmolVM.Qemu;

/// <summary>
/// The forwarded TCP ports of a machine. The host's end is always a free port that the kernel chooses, asked back from QEMU.
/// </summary>
internal sealed class QemuPorts(QmpClient qmp) : IDisposable
{
    readonly SemaphoreSlim oneAtATime = new(1, 1);

    public async Task<IPEndPoint> ForwardAsync(int guestPort, CancellationToken cancellationToken)
    {
        if (guestPort is < 1 or > 65535)
            throw new SmolVmException(ErrorCodes.Option, $"{guestPort} is not a port. Give a number from 1 to 65535.");
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (await FindAsync(guestPort, cancellationToken) is { } existing)
                return existing;
            var rule = string.Create(CultureInfo.InvariantCulture, $"hostfwd_add net0 tcp:127.0.0.1:0-:{guestPort}");
            var said = await qmp.MonitorAsync(rule, cancellationToken);
            return await FindAsync(guestPort, cancellationToken)
                ?? throw new QmpException($"QEMU did not forward the guest's port {guestPort}: {said.Trim()}. Look whether the host has free ports.");
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    async Task<IPEndPoint?> FindAsync(int guestPort, CancellationToken cancellationToken) =>
        UserNetwork.ParseForwards(await qmp.MonitorAsync("info usernet", cancellationToken)).GetValueOrDefault(guestPort);
}
