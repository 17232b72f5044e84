using SmolVM.Guests;

namespace SmolVM.Qemu;

/// <summary>Tells the trace when the first program of a machine has ended: what a user has waited for.</summary>
internal sealed class TracedChannel(IGuestChannel channel, StartTrace trace) : IGuestChannel
{
    int started;

    public string Name => channel.Name;

    public async Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        var first = Interlocked.Exchange(ref started, 1) == 0;
        var process = await channel.StartAsync(command, cancellationToken);
        if (first)
            _ = TellAsync(process);
        return process;
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    async Task TellAsync(IGuestProcess process)
    {
        try
        {
            await process.WaitAsync(CancellationToken.None);
            trace.Phase("first exec");
        }
        catch (GuestLostException)
        {
            // Its caller hears of it.
        }
    }
}
