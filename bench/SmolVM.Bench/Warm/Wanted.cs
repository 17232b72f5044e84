using System.Globalization;

namespace SmolVM.Bench.Warm;

/// <summary>What a figure is wanted to be.</summary>
/// <param name="Limit">In the unit of the figure.</param>
/// <param name="IsMost">Whether it may not be more; else it may not be less.</param>
sealed record Wanted(double Limit, bool IsMost)
{
    public static Wanted AtMost(double limit) => new(limit, IsMost: true);

    public static Wanted AtLeast(double limit) => new(limit, IsMost: false);

    public bool IsMet(double value) => IsMost ? value <= Limit : value >= Limit;

    public string Describe(string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsMost ? "at most" : "at least")} {Limit:0.##} {unit}");
}
