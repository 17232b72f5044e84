using System.Net.Sockets;
using System.Text;

namespace SmolVM.Qemu;

/// <summary>
/// What the guest's console says: the last of it in memory for messages, the first of it in a file of the run directory for people. It is
/// read all the time, for a console that nobody drains stalls the guest, and both are bounded, for a guest may say what it likes.
/// </summary>
internal sealed class ConsoleLog : IAsyncDisposable
{
    /// <summary>Bytes kept in memory.</summary>
    public const int Kept = 256 * 1024;

    /// <summary>Bytes written to the file.</summary>
    public const long FileLimit = 8L << 20;

    static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    readonly byte[] ring = new byte[Kept];
    readonly Lock gate = new();
    readonly CancellationTokenSource stop = new();
    readonly Task draining;
    long total;

    /// <param name="open">Waits for QEMU's end of the console.</param>
    /// <param name="path">The file to write.</param>
    public ConsoleLog(Func<CancellationToken, Task<Stream>> open, string path) => draining = DrainAsync(open, path);

    public string Text
    {
        get
        {
            lock (gate)
            {
                if (total <= Kept)
                    return Encoding.UTF8.GetString(ring, 0, (int)total);
                var start = (int)(total % Kept);
                return Encoding.UTF8.GetString([.. ring.AsSpan(start), .. ring.AsSpan(0, start)]);
            }
        }
    }

    /// <summary>After QEMU's end: waits a moment for what is still on its way.</summary>
    public async Task FinishAsync() => await draining.WaitAsync(Rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        await stop.CancelAsync();
        await draining;
        stop.Dispose();
    }

    async Task DrainAsync(Func<CancellationToken, Task<Stream>> open, string path)
    {
        try
        {
            await using var stream = await open(stop.Token);
            await using var file = File.Create(path);
            var buffer = new byte[16 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, stop.Token)) > 0;)
            {
                Keep(buffer.AsSpan(0, read));
                if (file.Length < FileLimit)
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), stop.Token);
                    await file.FlushAsync(stop.Token);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // QEMU has gone or never came, or we end: there is no more to read.
        }
    }

    void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            foreach (var value in bytes)
                ring[(int)(total++ % Kept)] = value;
        }
    }
}
