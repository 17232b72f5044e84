using SmolVM.Errors;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class GuestCommandTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86_401)]
    public void A_time_out_out_of_range_is_refused_with_the_value_and_the_range(int seconds)
    {
        var refusal = Assert.Throws<SmolVmException>(() => new GuestCommand("true") { Timeout = TimeSpan.FromSeconds(seconds) });

        Assert.Equal(ErrorCodes.Option, refusal.Code);
        Assert.Equal(
            $"A command cannot have a time-out of {seconds} s. Give more than 0 and at most 86400 s, or Timeout.InfiniteTimeSpan for none.",
            refusal.Message);
    }

    [Fact]
    public void A_day_and_no_limit_are_taken()
    {
        Assert.Equal(TimeSpan.FromDays(1), new GuestCommand("true") { Timeout = TimeSpan.FromDays(1) }.Timeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, new GuestCommand("true") { Timeout = Timeout.InfiniteTimeSpan }.Timeout);
    }
}
