using SmolVM.Processes;

namespace SmolVM.Images;

/// <summary>The deadline of everything that is prepared before a boot; no boot time-out covers it.</summary>
internal static class Preparation
{
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    public static async Task<T> RunAsync<T>(
        string what, TimeSpan deadline, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(deadline);
        try
        {
            return await work(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandTimeoutException(
                $"Preparing {what} took longer than {deadline.TotalMinutes:0.##} minutes and was ended. "
                + "Nothing half-made was kept: check the network and the load of this host, then start again.");
        }
    }
}
