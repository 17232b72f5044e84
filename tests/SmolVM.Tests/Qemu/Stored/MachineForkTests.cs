using SmolVM.Qemu.Stored;

namespace SmolVM.Tests.Qemu.Stored;

public sealed class MachineForkTests
{
    [Fact]
    public Task How_a_disk_is_copied() => Verify(string.Join('\n', MachineFork.DiskArgv("/machines/m 1/disk.ext4", "/machines/m2/disk.ext4")));
}
