namespace SmolVM.Bench;

static class Median
{
    /// <summary>The middle of the samples, of which there must be one.</summary>
    public static double Of(IReadOnlyList<double> samples)
    {
        var sorted = samples.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
