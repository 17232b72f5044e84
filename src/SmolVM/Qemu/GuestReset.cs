using System.Text.Json.Nodes;

namespace SmolVM.Qemu;

/// <summary>
/// A cold start in the same QEMU process: the guest powers off, its devices are reset, and it boots again. So the disk, the forwarded ports
/// and the sockets are those that it had.
/// </summary>
internal static class GuestReset
{
    static readonly TimeSpan ResetDeadline = TimeSpan.FromSeconds(10);

    /// <param name="qmp">The machine's QEMU.</param>
    /// <param name="powerOff">Asks the guest to power off; one that does not listen is reset all the same.</param>
    /// <param name="patience">How long the guest may take.</param>
    /// <param name="cancellationToken">Ends it; the machine is of no use any more then.</param>
    /// <exception cref="QmpException">QEMU refused, or has ended.</exception>
    public static async Task RunAsync(
        QmpClient qmp, Func<CancellationToken, Task> powerOff, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Else the end of the guest would be the end of QEMU, and -no-reboot would make one of the reset too.
        await SetActionsAsync(qmp, "pause", "reset", cancellationToken);
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(patience);
            try
            {
                await powerOff(limit.Token);
                await HappensAsync(qmp, "SHUTDOWN", limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or Guests.GuestLostException && !cancellationToken.IsCancellationRequested)
            {
            }
        }
        // One that took longer than that may power off in the middle of the reset, and QEMU would stop what has just been let go on.
        await qmp.ExecuteAsync("stop", null, cancellationToken);
        await qmp.ExecuteAsync("system_reset", null, cancellationToken);
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(ResetDeadline);
            await HappensAsync(qmp, "RESET", limit.Token);
        }
        await qmp.ExecuteAsync("cont", null, cancellationToken);
    }

    /// <summary>Once the guest runs: its end is QEMU's again. Not sooner, for the firmware resets the machine once more by itself.</summary>
    public static Task OverAsync(QmpClient qmp, CancellationToken cancellationToken) =>
        SetActionsAsync(qmp, "poweroff", "shutdown", cancellationToken);

    static async Task SetActionsAsync(QmpClient qmp, string shutdown, string reboot, CancellationToken cancellationToken) =>
        await qmp.ExecuteAsync("set-action", new JsonObject { ["shutdown"] = shutdown, ["reboot"] = reboot }, cancellationToken);

    static async Task HappensAsync(QmpClient qmp, string name, CancellationToken cancellationToken)
    {
        await foreach (var happened in qmp.Events.ReadAllAsync(cancellationToken))
        {
            if (happened.Name == name)
                return;
        }
        throw new QmpException($"QEMU ended before its event {name} came.");
    }
}
