using SmolVM.Machines;

namespace SmolVM.Xunit.Tests.Verbs;

[SmolVmFixture(RootUpper = RootUpper.Disk, Mount = VerbMachine.Mount)]
public sealed class RebootTests(SmolVm vm)
{
    [Fact(Timeout = 300_000)]
    public async Task A_reboot_keeps_the_disk_and_the_mounts_and_ends_the_programs()
    {
        await vm.SucceedAsync("echo kept > /etc/kept; touch /run/gone; sleep 600 >/dev/null 2>&1 &");

        await vm.RebootAsync();

        await vm.SucceedAsync("grep kept /etc/kept && test -e /workspace && ! test -e /run/gone && ! pidof sleep");
    }
}
