using SmolVM.Machines;
using SmolVM.Qemu;

namespace SmolVM.Tests.Qemu;

public sealed class InitReadinessTests
{
    [Fact]
    public Task How_an_init_is_known() => Verify(string.Join('\n', InitReadiness.ProgramArgv("/sbin/init")));

    [Fact]
    public Task How_systemd_is_asked() => Verify(string.Join('\n', InitReadiness.StateArgv));

    [Fact]
    public Task How_units_that_failed_are_found() => Verify(string.Join('\n', InitReadiness.FailedArgv));

    [Fact]
    public void A_machine_with_an_init_has_time_for_its_units_to_stop() =>
        Assert.True(InitReadiness.PowerOffDeadline(new MachineOptions { Init = "/sbin/init" }) > TimeSpan.FromSeconds(90));
}
