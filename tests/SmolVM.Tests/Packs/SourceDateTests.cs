using SmolVM.Errors;
using SmolVM.Packs;

namespace SmolVM.Tests.Packs;

public sealed class SourceDateTests
{
    [Fact]
    public void Seconds_are_a_date() =>
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero), SourceDate.Parse("1700000000"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_no_date(string? value) => Assert.Null(SourceDate.Parse(value));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("253402300800")]
    public void Other_values_are_refused_by_name(string value)
    {
        var error = Assert.Throws<SmolVmException>(() => SourceDate.Parse(value));
        Assert.Equal(ErrorCodes.Option, error.Code);
        Assert.Contains($"SOURCE_DATE_EPOCH is '{value}'", error.Message);
    }
}
