namespace SmolVM.Bench.Warm;

/// <summary>A line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">Of the value, the samples and the limit.</param>
/// <param name="Value">The median, or a ratio of two.</param>
/// <param name="Samples">None for a ratio.</param>
/// <param name="Wanted">Null where nothing is.</param>
sealed record WarmLine(string What, string Unit, double Value, IReadOnlyList<double> Samples, Wanted? Wanted)
{
    public bool? IsMet => Wanted?.IsMet(Value);

    /// <summary>How many times as fast the second is; no line where one of the two was not measured.</summary>
    public static IEnumerable<WarmLine> Ratio(string what, Series slow, Series fast, Wanted? wanted = null) =>
        slow.Samples.Count > 0 && fast.Samples.Count > 0
            ? [new WarmLine(what, "times", Median.Of(slow.Samples) / Median.Of(fast.Samples), [], wanted)]
            : [];
}
