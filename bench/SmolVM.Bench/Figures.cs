namespace SmolVM.Bench;

/// <summary>The samples of one thing that was measured, in milliseconds.</summary>
sealed record Figures(string What, IReadOnlyList<double> Milliseconds)
{
    public double Median => Bench.Median.Of(Milliseconds);
}
