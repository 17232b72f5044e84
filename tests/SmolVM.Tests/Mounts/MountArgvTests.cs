using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

/// <summary>What QEMU is told, to the byte. /usr is a directory and no link on every Linux.</summary>
public sealed class MountArgvTests
{
    static readonly MountSlot[] Slots = [new("workspace0", "/usr", Writable: false), new("out.1", "/usr", Writable: true)];

    [Fact]
    public Task Fsdevs_without_a_security_model() => Verify(string.Join('\n', MountArgv.Fsdevs(Slots, "/empty", MountSecurity.None)));

    [Fact]
    [Trait("Row", "P17")]
    [Trait("Row", "H18")]
    public Task Fsdevs_with_mapped_attributes() => Verify(string.Join('\n', MountArgv.Fsdevs(Slots, "/empty", MountSecurity.MappedXattr)));

    [Fact]
    public Task Devices_of_q35() => Verify(string.Join('\n', MountArgv.Devices(Slots, MountTransport.Pci)));

    [Fact]
    [Trait("Row", "P17")]
    public Task Devices_of_virt_and_microvm() => Verify(string.Join('\n', MountArgv.Devices(Slots, MountTransport.Mmio)));

    [Fact]
    public void No_mounts_are_no_arguments()
    {
        Assert.Empty(MountArgv.Fsdevs([], "/empty", MountSecurity.None));
        Assert.Empty(MountArgv.Devices([], MountTransport.Pci));
    }

    [Fact]
    public void A_comma_in_the_host_path_is_doubled() =>
        Assert.Equal(
            "local,id=fsdev-workspace0,path=/a,,b,,,,c,security_model=none,multidevs=remap,readonly=on",
            MountArgv.Fsdev("workspace0", "/a,b,,c", writable: false, MountSecurity.None)[1]);
}
