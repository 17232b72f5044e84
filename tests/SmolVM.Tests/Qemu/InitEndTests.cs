using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class InitEndTests
{
    const string Panic = "[    1.2] Kernel panic - not syncing: Attempted to kill init! exitcode=0x";

    [Theory]
    [InlineData("starting\r\nsmolvm: init: /sbin/none: No such file or directory\r\n", "its init '/sbin/none' could not be started (No such file or directory)")]
    [InlineData(Panic + "00000300\r\n", "its init '/sbin/none' ended with exit code 3")]
    [InlineData(Panic + "00000000\r\n", "its init '/sbin/none' ended with exit code 0")]
    [InlineData(Panic + "0000000b\r\n", "its init '/sbin/none' was killed by signal 11")]
    [InlineData(Panic + "0000008b\r\n", "its init '/sbin/none' was killed by signal 11")]
    [InlineData("[    1.2] Kernel panic - not syncing: Out of memory\r\n", null)]
    [InlineData("", null)]
    public void The_console_tells_how_an_init_has_ended(string console, string? end) =>
        Assert.Equal(end, InitEnd.Describe("/sbin/none", console));

    [Theory]
    [InlineData("I cannot work here\r\n" + Panic + "00000300\r\n[    1.2] CPU: 0 PID: 1\r\n", "I cannot work here\r\n")]
    [InlineData(Panic + "00000300\r\n", "")]
    [InlineData("smolvm: init: /sbin/none: No such file or directory\r\n", "smolvm: init: /sbin/none: No such file or directory\r\n")]
    public void The_last_words_of_an_init_are_those_before_the_panic(string console, string words) =>
        Assert.Equal(words, InitEnd.LastWords(console));

    [Fact]
    public void The_end_of_the_agent_is_not_told_as_that_of_an_init() => Assert.Null(InitEnd.Describe(null, Panic + "00000100"));
}
