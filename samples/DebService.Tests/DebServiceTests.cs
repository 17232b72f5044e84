using SmolVM.Xunit;
using Xunit;

namespace DebService.Tests;

/// <summary>
/// What becomes of a package with a systemd unit, in a Debian of its own. It is installed once; each test has a clone of that machine, in
/// which the service runs already.
/// </summary>
// example: fixture
[SmolVmFixture(
    Image = "debian",
    Init = "/sbin/init",
    Reset = VmReset.BeforeEachTest,
    Mount = "../DebService/bin/deb:/packages",
    Provision = ["dpkg --install /packages/debservice_1.0.0_amd64.deb"])]
// end of example
public sealed class DebServiceTests(SmolVm vm)
{
    const string Unit = "debservice.service";
    const string Call = "exec 3<>/dev/tcp/127.0.0.1/7007 && cat <&3";

    // Under emulation .NET itself takes some seconds to start.
    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Its_installation_starts_it()
    {
        await vm.WaitForUnitAsync(Unit);

        Assert.Equal("version 1.0.0, start 1\n", await CallAsync());
    }

    [Fact]
    public async Task Systemd_starts_it_again_when_it_is_killed()
    {
        await vm.SucceedAsync($"systemctl kill --kill-who=main --signal=KILL {Unit}");

        await vm.WaitUntilSucceedsAsync($"test $(systemctl show --property=NRestarts --value {Unit}) = 1", StartTimeout);
        await vm.WaitForUnitAsync(Unit, timeout: StartTimeout);
        Assert.Equal("version 1.0.0, start 2\n", await CallAsync());
    }

    [Fact]
    public async Task An_upgrade_runs_the_new_version_and_keeps_the_state()
    {
        await vm.SucceedAsync("dpkg --install /packages/debservice_2.0.0_amd64.deb");

        await vm.WaitForUnitAsync(Unit);
        Assert.Equal("version 2.0.0, start 2\n", await CallAsync());
    }

    [Fact]
    public async Task A_purge_leaves_nothing()
    {
        await vm.SucceedAsync("dpkg --purge debservice");

        await vm.FailAsync($"systemctl cat {Unit}");
        await vm.FailAsync("find /etc/systemd /usr/lib/debservice /var/lib/debservice -name 'debservice*' 2>/dev/null | grep .");
    }

    async Task<string> CallAsync() => (await vm.SucceedAsync($"bash -c '{Call}'")).StandardOutput;
}
