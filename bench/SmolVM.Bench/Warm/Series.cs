namespace SmolVM.Bench.Warm;

/// <summary>The samples of one thing, as they come.</summary>
sealed class Series(string what, string unit, Wanted? wanted = null)
{
    readonly List<double> samples = [];

    public IReadOnlyList<double> Samples => samples;

    /// <summary>One line, or none where nothing was measured.</summary>
    public IEnumerable<WarmLine> Lines => samples.Count > 0 ? [new WarmLine(what, unit, Median.Of(samples), samples, wanted)] : [];

    public void Add(double sample) => samples.Add(sample);

    /// <summary>Takes the milliseconds that something takes.</summary>
    public async Task TimeAsync(Func<Task> action)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await action();
        samples.Add(clock.Elapsed.TotalMilliseconds);
    }
}
