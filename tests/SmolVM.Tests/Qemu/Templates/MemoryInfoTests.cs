using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class MemoryInfoTests
{
    [Theory]
    [InlineData("MemTotal:       16384 kB\nMemFree:  10 kB\nMemAvailable:    2048 kB\nSwapFree: 1 kB\n", 2 << 20)]
    [InlineData("MemAvailable:\t8388608 kB", 8L << 30)]
    [InlineData("MemTotal: 16384 kB\n", 0)]
    [InlineData("MemAvailable: many kB\n", 0)]
    [InlineData("MemAvailable:", 0)]
    [InlineData("", 0)]
    public void What_can_be_used_without_swapping(string text, long bytes) => Assert.Equal(bytes, MemoryInfo.Available(text));
}
