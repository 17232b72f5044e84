using System.Globalization;
using SmolVM.Errors;
using SmolVM.Images;

namespace SmolVM.Build;

/// <summary>
/// The right to publish and pack a project: one build at a time has it. The kernel drops it with its process, however that ends.
/// </summary>
sealed class PackTurn : IDisposable
{
    /// <summary>As long as a machine lives: whoever has the turn longer than that is stuck.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromHours(6);

    readonly CacheLock held;

    PackTurn(CacheLock held) => this.held = held;

    public static PackTurn? TryTake(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return CacheLock.TryTake(file) is { } held ? new PackTurn(held) : null;
    }

    /// <exception cref="SmolVmException">It did not come.</exception>
    public static async Task<PackTurn> WaitAsync(string file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            PackTurn? turn;
            // flock has no way to wait with a token.
            while ((turn = TryTake(file)) is null)
                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            return turn;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmolVmException(
                ErrorCodes.Wait,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Waited {Limit.TotalHours} hours for another build that packs this project and holds '{file}'. End that build."));
        }
    }

    public void Dispose() => held.Dispose();
}
