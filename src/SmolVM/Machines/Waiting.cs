using SmolVM.Errors;

namespace SmolVM.Machines;

/// <summary>
/// Looks again and again until something has come or the time is over. A guest reports no events, so looks are all there is.
/// </summary>
internal static class Waiting
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <param name="machine">Its name, for the message.</param>
    /// <param name="awaited">What is waited for, as part of a sentence.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="look">Looks once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitException">It did not come.</exception>
    public static async Task<T> UntilAsync<T>(
        string machine, string awaited, TimeSpan timeout, Func<CancellationToken, Task<Look<T>>> look, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Check(timeout));
        var state = "(the first look did not end)";
        try
        {
            for (var pause = FirstPause; ; pause = Longer(pause))
            {
                var (value, seen) = await look(limit.Token);
                if (value is not null)
                    return value;
                state = seen;
                await Task.Delay(pause, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new WaitException(machine, awaited, timeout, state);
        }
    }

    // Often what is waited for comes at once; a guest that takes long must not be kept busy with looks.
    static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    static TimeSpan Check(TimeSpan timeout) => timeout > TimeSpan.Zero && timeout <= TimeSpan.FromDays(1)
        ? timeout
        : throw new SmolVmException(
            ErrorCodes.Option, $"Nothing can be waited for {timeout.TotalSeconds} s. Give more than 0 and at most 86400 s.");
}
