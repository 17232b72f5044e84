using SmolVM.Bench;

namespace SmolVM.Tests.Bench;

public sealed class BenchArgumentsTests
{
    static readonly string[] Known = ["start", "exec"];

    [Fact]
    public void A_benchmark_alone_has_its_own_number_of_rounds() => Assert.Equal(
        [5, 10], new[] { BenchArguments.Parse(["boot"], Known)!.Rounds, BenchArguments.Parse(["warm"], Known)!.Rounds });

    [Fact]
    public void Options_are_taken_in_any_order()
    {
        var parsed = BenchArguments.Parse(["warm", "--rows", "exec,start", "--json", "a.json", "--rounds", "3"], Known)!;

        Assert.Equal(("warm", 3, "a.json"), (parsed.Benchmark, parsed.Rounds, parsed.Json));
        Assert.Equal(["exec", "start"], parsed.Rows);
    }

    [Fact]
    public void Without_rows_all_are_meant() => Assert.Empty(BenchArguments.Parse(["warm"], Known)!.Rows);

    [Theory]
    [InlineData("")]
    [InlineData("cold")]
    [InlineData("warm --rounds")]
    [InlineData("warm --rounds 0")]
    [InlineData("warm --rounds many")]
    [InlineData("warm --rows other")]
    [InlineData("warm --rows exec,,start")]
    [InlineData("boot --rows exec")]
    [InlineData("boot --fast yes")]
    public void What_is_not_known_is_refused(string words) => Assert.Null(BenchArguments.Parse(words.Split(' '), Known));

    [Fact]
    public Task The_usage() => Verify(BenchArguments.Usage(Known));
}
