using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

/// <summary>Which failures of a clone a cold boot mends, for somebody who would wait a minute.</summary>
public sealed class MendsTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    static readonly Dictionary<string, Exception> Failures = new()
    {
        ["QEMU ended"] = Boot(BootPhase.Load, seconds: 1),
        ["the clone did not answer in time, and there is time left"] = Boot(BootPhase.Boot, seconds: 30, timedOut: true),
        ["the making took all the time of a boot"] = Boot(BootPhase.Freeze, seconds: 60, timedOut: true),
        ["no space"] = new SmolVmException(ErrorCodes.NoSpace, "Full."),
        ["the machine was lost"] = new SmolVmException(ErrorCodes.MachineLost, "Lost."),
        ["a tool failed"] = new SmolVmException(ErrorCodes.ToolFailed, "Failed."),
        ["a tool is missing"] = new SmolVmException(ErrorCodes.ToolMissing, "Missing."),
        ["damaged"] = new InvalidDataException("Damaged."),
        ["not writable"] = new UnauthorizedAccessException("No."),
        ["not readable"] = new IOException("No."),
        ["the caller's time is over"] = Boot(BootPhase.Boot, seconds: 60, timedOut: true),
        ["a mount was refused"] = MountException.Refused("Refused."),
        ["a bad option"] = new SmolVmException(ErrorCodes.Option, "Bad."),
        ["cancelled"] = new OperationCanceledException(),
        ["a mistake of ours"] = new InvalidOperationException(),
    };

    [Theory]
    [InlineData("QEMU ended")]
    [InlineData("the clone did not answer in time, and there is time left")]
    [InlineData("the making took all the time of a boot")]
    [InlineData("no space")]
    [InlineData("the machine was lost")]
    [InlineData("a tool failed")]
    [InlineData("a tool is missing")]
    [InlineData("damaged")]
    [InlineData("not writable")]
    [InlineData("not readable")]
    public void A_cold_boot_may_do_better(string failure) => Assert.True(MachineStart.Mends(Failures[failure], Timeout));

    [Theory]
    [InlineData("the caller's time is over")]
    [InlineData("a mount was refused")]
    [InlineData("a bad option")]
    [InlineData("cancelled")]
    [InlineData("a mistake of ours")]
    public void A_cold_boot_would_fail_too(string failure) => Assert.False(MachineStart.Mends(Failures[failure], Timeout));

    [Fact]
    public void A_warning_has_the_fact_and_not_the_console() =>
        Assert.Equal("The machine 'm1' ended.", MachineStart.FirstLine(Boot(BootPhase.Load, seconds: 1)));

    [Fact]
    public void A_warning_has_the_first_line_of_what_has_many() =>
        Assert.Equal("One.", MachineStart.FirstLine(new IOException("One.\r\nTwo.")));

    static BootException Boot(BootPhase phase, double seconds, bool timedOut = false)
    {
        var failure = new BootFailure(phase, TimeSpan.FromSeconds(seconds), ["qemu"], null, "", "console");
        return new BootException("The machine 'm1' ended.", "See below.", failure) { IsTimeout = timedOut };
    }
}
