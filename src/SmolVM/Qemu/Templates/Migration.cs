using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace SmolVM.Qemu.Templates;

/// <summary>
/// A machine's state on its way out of a QEMU or into one, over QMP. With its memory in a file that the other one maps, only the devices'
/// state is moved (<c>x-ignore-shared</c>, which both sides must be told).
/// </summary>
internal static class Migration
{
    const string Event = "MIGRATION";

    static readonly TimeSpan CancelDeadline = TimeSpan.FromSeconds(10);
    static readonly TimeSpan CancelInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Writes the state of a stopped machine, whose memory is a shared file, to another file.</summary>
    /// <exception cref="QmpException">QEMU refused or failed.</exception>
    public static async Task SaveDevicesAsync(QmpClient qmp, string socket, string path, CancellationToken cancellationToken)
    {
        await PrepareAsync(qmp, ignoreShared: true, cancellationToken);
        using var listener = new SocketListener(socket);
        await using var file = new FileStream(path, FileMode.CreateNew);
        await qmp.ExecuteAsync("migrate", Uri(socket), cancellationToken);
        await using (var stream = await listener.AcceptAsync(cancellationToken))
            await stream.CopyToAsync(file, cancellationToken);
        await CompletedAsync(qmp, "save its state", cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Gives a QEMU that waits for it the state of the machine whose memory file it has mapped. The machine is paused then.
    /// </summary>
    /// <exception cref="QmpException">QEMU refused or failed.</exception>
    public static async Task LoadDevicesAsync(QmpClient qmp, string socket, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        await PrepareAsync(qmp, ignoreShared: true, cancellationToken);
        await qmp.ExecuteAsync("migrate-incoming", Uri(socket), cancellationToken);
        using (var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            await WriteAsync(connection, state, cancellationToken);
        }
        await CompletedAsync(qmp, "load the state", cancellationToken);
    }

    /// <summary>Moves a stopped machine, memory and all, into a QEMU that waits for it. Both have it then, both paused.</summary>
    /// <exception cref="QmpException">One of the two refused or failed.</exception>
    public static async Task CopyAsync(QmpClient from, QmpClient to, string socket, CancellationToken cancellationToken)
    {
        await PrepareAsync(to, ignoreShared: false, cancellationToken);
        await to.ExecuteAsync("migrate-incoming", Uri(socket), cancellationToken);
        await PrepareAsync(from, ignoreShared: false, cancellationToken);
        await from.ExecuteAsync("migrate", Uri(socket), cancellationToken);
        await CompletedAsync(from, "send its state", cancellationToken);
        await CompletedAsync(to, "load the state", cancellationToken);
    }

    /// <summary>Lets a stopped machine go on, whatever has become of the copy that was being made of it.</summary>
    /// <exception cref="QmpException">QEMU has ended.</exception>
    public static async Task GoOnAsync(QmpClient qmp, bool copied)
    {
        // Nobody cancels this: a machine that was frozen by mistake must not stay so.
        if (!copied)
        {
            await qmp.ExecuteAsync("migrate_cancel", null, CancellationToken.None);
            await EndedAsync(qmp);
        }
        await qmp.ExecuteAsync("cont", null, CancellationToken.None);
    }

    // Not before it is over: QEMU 7.2 refuses to go on in its last moments, and 10 goes on and is stopped again by its end.
    static async Task EndedAsync(QmpClient qmp)
    {
        using var limit = new CancellationTokenSource(CancelDeadline);
        while (!limit.IsCancellationRequested)
        {
            var answer = await qmp.ExecuteAsync("query-migrate", null, CancellationToken.None);
            if (answer?["status"]?.GetValue<string>() is null or "none" or "completed" or "failed" or "cancelled")
                return;
            // Its event may have been read by whoever was cancelled.
            await Task.Delay(CancelInterval, CancellationToken.None);
        }
    }

    static async Task PrepareAsync(QmpClient qmp, bool ignoreShared, CancellationToken cancellationToken)
    {
        var capabilities = new JsonArray(Capability("events", true), Capability("x-ignore-shared", ignoreShared));
        await qmp.ExecuteAsync("migrate-set-capabilities", new JsonObject { ["capabilities"] = capabilities }, cancellationToken);
        // No limit: QEMU's own is 128 MiB a second.
        await qmp.ExecuteAsync("migrate-set-parameters", new JsonObject { ["max-bandwidth"] = 0 }, cancellationToken);
    }

    static JsonObject Capability(string name, bool state) => new() { ["capability"] = name, ["state"] = state };

    static JsonObject Uri(string socket) => new() { ["uri"] = $"unix:{socket}" };

    // A QEMU that has failed to load may close its end first: its event says more than the broken pipe.
    static async Task WriteAsync(Socket connection, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        try
        {
            while (!state.IsEmpty)
                state = state[await connection.SendAsync(state, cancellationToken)..];
        }
        catch (SocketException)
        {
            // Told by the event, or by QEMU's end.
        }
    }

    static async Task<string> ReasonAsync(QmpClient qmp, CancellationToken cancellationToken) =>
        (await qmp.ExecuteAsync("query-migrate", null, cancellationToken))?["error-desc"]?.GetValue<string>() ?? "it does not say why.";

    static async Task CompletedAsync(QmpClient qmp, string what, CancellationToken cancellationToken)
    {
        await foreach (var happened in qmp.Events.ReadAllAsync(cancellationToken))
        {
            switch (happened.Name == Event ? happened.Data?["status"]?.GetValue<string>() : null)
            {
                case "completed":
                    return;
                case "failed":
                    throw new QmpException($"QEMU could not {what} of a machine: {await ReasonAsync(qmp, cancellationToken)}");
            }
        }
        throw new QmpException($"QEMU ended before it could {what} of a machine.");
    }
}
