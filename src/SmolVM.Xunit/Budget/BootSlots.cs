using SmolVM.Images;

namespace SmolVM.Xunit.Budget;

/// <summary>
/// Lets as many machines boot at once as there are cores: more would only be slower together, until their time-outs are over. A slot is a
/// lock on a file, which the kernel drops with its process.
/// </summary>
/// <param name="folder">A private directory of the user.</param>
/// <param name="slots">How many boot at once.</param>
internal sealed class BootSlots(string folder, int slots)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static BootSlots OfThisUser() => new(BudgetFolder.OfThisUser(), Environment.ProcessorCount);

    /// <summary>Waits for a slot; it is given back by disposing it. Boots have time-outs, so the wait ends.</summary>
    public async Task<IDisposable> TakeAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        for (var told = false; ; told = true)
        {
            for (var slot = 0; slot < slots; slot++)
            {
                if (CacheLock.TryTake(Path.Combine(folder, $"boot-{slot}.lock")) is { } taken)
                    return taken;
            }
            if (!told)
                progress?.Report($"Waiting for another start to end: {slots} at once, as many as there are processors.");
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
