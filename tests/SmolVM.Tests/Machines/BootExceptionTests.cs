using SmolVM.Machines;

namespace SmolVM.Tests.Machines;

public sealed class BootExceptionTests
{
    [Fact]
    public Task A_boot_failure_tells_phase_time_argv_exit_code_and_console() => Verify(new BootException(
        "The machine 'm1' ended with exit code 1 before it was ready.",
        "What it said last is below.",
        new BootFailure(
            BootPhase.Boot, TimeSpan.FromSeconds(3.21), ["qemu-system-x86_64", "-m", "512M"], 1, "qemu: could not load kernel\n",
            "[    0.1] one\r\n[    0.2] two\u001b[31m\r\n")).Message);

    [Fact]
    public Task An_empty_console_is_said_to_be_empty() => Verify(new BootException(
        "The machine 'm1' was not ready within 180 s.",
        "Raise BootTimeout.",
        new BootFailure(BootPhase.Spawn, TimeSpan.FromSeconds(180), ["qemu-system-x86_64"], null, "", "")).Message);
}
