namespace SmolVM.Bench.Warm;

/// <summary>One or a few lines of the table that are measured together, in turns with the other rows.</summary>
abstract class WarmRow
{
    /// <summary>What has been measured so far.</summary>
    public abstract IEnumerable<WarmLine> Lines { get; }

    /// <summary>Makes what the samples stand on, and runs once what runs for the first time only once.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="round">From 0: what takes long need not be measured in each.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public abstract Task SampleAsync(int round, CancellationToken cancellationToken);

    /// <summary>Ends what <see cref="PrepareAsync"/> started.</summary>
    public virtual ValueTask EndAsync() => ValueTask.CompletedTask;
}
