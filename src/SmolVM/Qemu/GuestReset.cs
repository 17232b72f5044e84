using System.Text.Json.Nodes;
using SmolVM.Guests;

namespace SmolVM.Qemu;

/// <summary>
/// A cold start in the same QEMU process: the guest powers off, its devices are reset, and it boots again. So the disk, the forwarded ports
/// and the sockets are those that it had. A guest whose boot gets nowhere is reset in the same way.
/// </summary>
internal static class GuestReset
{
    static readonly TimeSpan ResetDeadline = TimeSpan.FromSeconds(10);
    static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(20);

    /// <param name="qmp">The machine's QEMU.</param>
    /// <param name="powerOff">Asks the guest to power off; one that does not listen is reset all the same.</param>
    /// <param name="patience">How long the guest may take.</param>
    /// <param name="cancellationToken">Ends it; the machine is of no use any more then.</param>
    /// <exception cref="QmpException">QEMU refused, or has ended.</exception>
    public static async Task RunAsync(
        QmpClient qmp, Func<CancellationToken, Task> powerOff, TimeSpan patience, CancellationToken cancellationToken)
    {
        await OutliveGuestAsync(qmp, cancellationToken);
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(patience);
            try
            {
                await powerOff(limit.Token);
                await HappensAsync(qmp, "SHUTDOWN", limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or GuestLostException && !cancellationToken.IsCancellationRequested)
            {
            }
        }
        await ResetAsync(qmp, cancellationToken);
    }

    /// <summary>
    /// Waits for the agent of the guest that boots, and makes the end of the guest QEMU's end again. Not sooner, for the firmware resets the
    /// machine once more by itself.
    /// </summary>
    /// <param name="qmp">The machine's QEMU.</param>
    /// <param name="stream">Connected to the agent's port; it belongs to the channel from now on.</param>
    /// <param name="timeout">How long the guest may take.</param>
    /// <param name="cancellationToken">Ends the wait; the machine is of no use any more then.</param>
    /// <exception cref="GuestLostException">The guest did not come back.</exception>
    /// <exception cref="QmpException">QEMU refused, or has ended.</exception>
    public static async Task<AgentChannel> BackAsync(QmpClient qmp, Stream stream, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var agent = await BootedAsync(qmp, stream, Patience(timeout), timeout, progress: null, cancellationToken);
        try
        {
            await EndWithGuestAsync(qmp, cancellationToken);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>How long the agent of a guest that boots may say nothing: half of the time, which leaves as much for another boot.</summary>
    /// <param name="timeout">How long the boot may take in all.</param>
    public static TimeSpan Patience(TimeSpan timeout) => timeout / 2 > LeastPatience ? timeout / 2 : LeastPatience;

    /// <summary>Waits for the agent of a guest that boots, and resets the guest once when it says nothing for too long.</summary>
    /// <param name="qmp">The machine's QEMU.</param>
    /// <param name="stream">Connected to the agent's port; it belongs to the channel from now on.</param>
    /// <param name="patience">How long to wait before the reset.</param>
    /// <param name="timeout">How long the guest may take in all.</param>
    /// <param name="progress">Gets a line about the reset.</param>
    /// <param name="cancellationToken">Ends the wait; the machine is of no use any more then.</param>
    /// <exception cref="GuestLostException">The guest did not boot.</exception>
    /// <exception cref="QmpException">QEMU refused, or has ended.</exception>
    public static async Task<AgentChannel> BootedAsync(
        QmpClient qmp, Stream stream, TimeSpan patience, TimeSpan timeout, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opening = AgentChannel.OpenAsync(stream, timeout, limit.Token);
        try
        {
            // One of some hundreds comes no further than its firmware, under QEMU 7.2 on a busy host, and why is not known.
            if (await Task.WhenAny(opening, Task.Delay(patience, limit.Token)) == opening || limit.IsCancellationRequested)
                return await opening;
            progress?.Report($"The guest's agent has said nothing for {patience.TotalSeconds:0} s: the guest is reset.");
            await OutliveGuestAsync(qmp, cancellationToken);
            await ResetAsync(qmp, cancellationToken, opening);
            var agent = await opening;
            await EndWithGuestAsync(qmp, cancellationToken);
            return agent;
        }
        catch
        {
            await limit.CancelAsync();
            await DropAsync(opening);
            throw;
        }
        finally
        {
            await limit.CancelAsync();
        }
    }

    /// <param name="qmp">The machine's QEMU.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="sign">A guest that has given it by the time at which it stands still is let go on as it is.</param>
    static async Task ResetAsync(QmpClient qmp, CancellationToken cancellationToken, Task? sign = null)
    {
        // A guest that took too long may power off in the middle of the reset, and QEMU would stop what has just been let go on.
        await qmp.ExecuteAsync("stop", null, cancellationToken);
        if (sign is not { IsCompleted: true })
            await ResetStandingAsync(qmp, cancellationToken);
        await qmp.ExecuteAsync("cont", null, cancellationToken);
    }

    static async Task ResetStandingAsync(QmpClient qmp, CancellationToken cancellationToken)
    {
        // What it said of earlier resets, the firmware's own among them.
        while (qmp.Events.TryRead(out _))
        {
        }
        await qmp.ExecuteAsync("system_reset", null, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ResetDeadline);
        try
        {
            await HappensAsync(qmp, "RESET", limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QmpException($"QEMU did not reset the guest within {ResetDeadline.TotalSeconds:0} s.", e);
        }
    }

    static async Task DropAsync(Task<AgentChannel> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            await (await opening).DisposeAsync();
    }

    // Else the end of the guest would be the end of QEMU, and -no-reboot would make one of a reset too.
    static Task OutliveGuestAsync(QmpClient qmp, CancellationToken cancellationToken) =>
        SetActionsAsync(qmp, "pause", "reset", cancellationToken);

    static Task EndWithGuestAsync(QmpClient qmp, CancellationToken cancellationToken) =>
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
