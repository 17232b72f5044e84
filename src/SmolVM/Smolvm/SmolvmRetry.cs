namespace SmolVM.Smolvm;

/// <summary>
/// Tries a call again that failed because another was in its way: eight times, at growing distances that differ between callers.
/// </summary>
internal sealed class SmolvmRetry(TimeProvider time, Random random)
{
    const int Tries = 8;

    static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <param name="call">Gets the number of the try, from 0.</param>
    /// <param name="mayPass">Whether a result is worth another try.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <returns>The first result that is not, or the last.</returns>
    public async Task<T> RunAsync<T>(Func<int, Task<T>> call, Func<T, bool> mayPass, CancellationToken cancellationToken)
    {
        var pause = First;
        for (var number = 0; ; number++)
        {
            var result = await call(number);
            if (number == Tries - 1 || !mayPass(result))
                return result;
            await Task.Delay(pause * (0.5 + random.NextDouble()), time, cancellationToken);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }
}
