using SmolVM.Bench.Warm;

namespace SmolVM.Tests.Bench;

public sealed class WarmReportTests
{
    static readonly Series Slow = Of("naive command", "ms", null, 6000, 6400.4, 6200);
    static readonly Series Fast = Of("warm start", "ms", Wanted.AtMost(400), 390, 410.25, 400);
    static readonly Series Short = Of("round trip", "ms", Wanted.AtMost(1), 0.25, 1.75, 1.2);
    static readonly Series Nothing = new("not measured", "ms");

    [Fact]
    public Task As_Markdown() => Verify(WarmReport.Markdown(
    [
        .. Slow.Lines, .. Fast.Lines, .. Short.Lines, .. Nothing.Lines,
        .. WarmLine.Ratio("warm against naive", Slow, Fast, Wanted.AtLeast(25)),
    ]));

    [Fact]
    public Task As_JSON() => Verify(WarmReport.Json([.. Fast.Lines, .. WarmLine.Ratio("warm against naive", Slow, Fast)]));

    [Fact]
    public void There_is_no_ratio_to_what_was_not_measured() =>
        Assert.Empty(WarmLine.Ratio("a", Nothing, Fast).Concat(WarmLine.Ratio("b", Fast, Nothing)));

    [Theory]
    [InlineData(399.9, true)]
    [InlineData(400, true)]
    [InlineData(400.1, false)]
    public void At_most_is_met_by_less_and_by_as_much(double value, bool met) => Assert.Equal(met, Wanted.AtMost(400).IsMet(value));

    [Theory]
    [InlineData(29.9, false)]
    [InlineData(30, true)]
    [InlineData(30.1, true)]
    public void At_least_is_met_by_more_and_by_as_much(double value, bool met) => Assert.Equal(met, Wanted.AtLeast(30).IsMet(value));

    [Fact]
    public void A_line_without_a_wish_neither_meets_nor_misses_it() => Assert.Null(Slow.Lines.Single().IsMet);

    static Series Of(string what, string unit, Wanted? wanted, params double[] samples)
    {
        var series = new Series(what, unit, wanted);
        foreach (var sample in samples)
            series.Add(sample);
        return series;
    }
}
