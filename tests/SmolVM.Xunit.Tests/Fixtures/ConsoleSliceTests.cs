using SmolVM.Xunit.Fixtures;

namespace SmolVM.Xunit.Tests.Fixtures;

public sealed class ConsoleSliceTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("", "new", "new")]
    [InlineData("old", "old", "")]
    [InlineData("old", "old and new", " and new")]
    public void It_is_what_came_after(string before, string now, string slice) => Assert.Equal(slice, ConsoleSlice.Since(before, now));

    [Fact]
    public void It_is_found_when_the_beginning_has_gone()
    {
        var lines = string.Concat(Enumerable.Range(0, 2000).Select(number => $"line {number}\n"));

        Assert.Equal("new\n", ConsoleSlice.Since(lines, lines[1000..] + "new\n"));
    }

    [Fact]
    public void It_is_all_when_nothing_of_before_is_left() => Assert.Equal("flood", ConsoleSlice.Since("before", "flood"));

    [Fact]
    public Task A_failed_test_sees_the_end_of_its_slice() =>
        Verify(TestEvidence.Describe("smol-1", string.Concat(Enumerable.Range(1, 25).Select(number => $"line {number}\r\n"))));

    [Fact]
    public void A_console_that_said_nothing_is_said_to() =>
        Assert.Equal("The console of the machine 'smol-1' said nothing during this test.", TestEvidence.Describe("smol-1", "\r\n"));

    [Fact]
    public Task A_kept_machine_says_how_to_enter_it() => Verify(KeptMachine.Describe("smol-1", "ssh -p 2222 root@127.0.0.1", "Some.Test"));
}
