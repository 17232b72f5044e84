using SmolVM.Images;
using SmolVM.Processes;

namespace SmolVM.Tests.Images;

public sealed class CarriedToolsTests
{
    [Fact]
    public Task QEMU_is_told_where_its_firmware_is() => Verify(CarriedTools.Script("usr/bin/qemu-system-x86_64"));

    [Fact]
    public Task Other_programs_need_only_their_libraries() => Verify(CarriedTools.Script("usr/bin/mkfs.erofs"));

    [Fact]
    public void Programs_of_the_host_come_first_and_those_that_are_carried_last()
    {
        var path = new CarriedRunner(new CommandRunner(), "/cache/tools/1/bin").SearchPath.Split(':');

        Assert.Equal("/cache/tools/1/bin", path[^1]);
        Assert.Contains("/usr/sbin", path[..^1]);
    }
}
