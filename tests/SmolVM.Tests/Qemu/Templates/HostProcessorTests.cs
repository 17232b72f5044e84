using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class HostProcessorTests
{
    const string First = """
        processor	: 0
        vendor_id	: GenuineIntel
        cpu family	: 6
        model		: 143
        model name	: A processor: with a colon
        stepping	: 8
        microcode	: 0x2b000603
        cpu MHz		: 2000.000
        cache size	: 107520 KB
        flags		: fpu vme
        bogomips	: 4000.00
        """;

    [Fact]
    public Task What_a_guest_sees() => Verify(HostProcessor.Describe($"{First}\n\n{First.Replace("GenuineIntel", "Another")}\n\n"));

    [Theory]
    [InlineData("0x2b000603", "0x2b000604")]
    [InlineData("fpu vme", "fpu")]
    [InlineData(": 8", ": 9")]
    [InlineData(": 6", ": 15")]
    public void A_change_that_a_guest_would_see_changes_it(string was, string becomes) =>
        Assert.NotEqual(HostProcessor.Describe(First), HostProcessor.Describe(First.Replace(was, becomes)));

    [Theory]
    [InlineData("2000.000", "3500.000")]
    [InlineData("4000.00", "4001.00")]
    public void The_speed_of_the_moment_does_not(string was, string becomes) =>
        Assert.Equal(HostProcessor.Describe(First), HostProcessor.Describe(First.Replace(was, becomes)));

    [Fact]
    public void Nothing_is_described_as_nothing() => Assert.Empty(HostProcessor.Describe(""));
}
