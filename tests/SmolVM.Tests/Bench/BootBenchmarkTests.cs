using SmolVM.Bench;
using SmolVM.Images;
using SmolVM.Qemu;

namespace SmolVM.Tests.Bench;

public sealed class BootBenchmarkTests
{
    static readonly QemuSetup Setup = new()
    {
        Executable = "qemu-system-x86_64",
        Cpus = 2,
        MemoryMiB = 512,
        Kernel = "/kit/vmlinux",
        Initramfs = "/kit/initramfs",
        HostName = "bench",
        RootKind = RootKind.Erofs,
        RootPath = "/images/base.erofs",
        RunDirectory = "/run/m1",
    };

    [Fact]
    public Task The_naive_command() => Verify(string.Join('\n', NaiveArgv.Build(Setup, "/kit/vmlinuz", "/tmp/initramfs.gz")));

    [Theory]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 3.0 }, 2.5)]
    public void The_median_is_the_middle_of_the_sorted_samples(double[] samples, double median) =>
        Assert.Equal(median, new Figures("x", samples).Median);

    [Fact]
    public Task The_report() => Verify(
        Report.Markdown([new Figures("naive", [30, 10, 20]), new Figures("ours", [5, 5, 5])], "Ours is 4.00 times as fast.")
        + "\n\n" + Report.Json([new Figures("naive", [30, 10, 20])]));
}
