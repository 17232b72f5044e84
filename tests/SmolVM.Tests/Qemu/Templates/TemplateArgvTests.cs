using SmolVM.Qemu;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class TemplateArgvTests
{
    [Fact]
    public Task How_a_running_machines_disk_is_copied() =>
        Verify(string.Join('\n', RunningFreeze.DiskArgv(DiskFile.Overlay("/proc/10/fd/20"), "/cache/t 1/disk")));

    [Fact]
    public Task How_zeros_are_freed() => Verify(string.Join('\n', PreparedStart.DigArgv("/cache/t 1/memory")));
}
