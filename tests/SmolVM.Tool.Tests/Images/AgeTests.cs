using SmolVM.Tool.Images;

namespace SmolVM.Tool.Tests.Images;

public sealed class AgeTests
{
    [Theory]
    [InlineData("30d", 30 * 86_400)]
    [InlineData("12h", 12 * 3600)]
    [InlineData("90m", 90 * 60)]
    [InlineData("0s", 0)]
    public void A_number_and_a_unit_are_a_time(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Age.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("30")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("30 d")]
    [InlineData("2w")]
    [InlineData("999999999d")]
    public void Anything_else_is_none(string text) => Assert.Null(Age.Parse(text));

    [Theory]
    [InlineData(0.2, "now")]
    [InlineData(1, "1 second ago")]
    [InlineData(119, "1 minute ago")]
    [InlineData(7200, "2 hours ago")]
    [InlineData(40 * 86_400, "40 days ago")]
    public void It_is_said_in_the_largest_unit(double seconds, string text) => Assert.Equal(text, Age.Text(TimeSpan.FromSeconds(seconds)));
}
