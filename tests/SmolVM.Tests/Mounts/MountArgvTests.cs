using SmolVM.Mounts;

namespace SmolVM.Tests.Mounts;

/// <summary>What QEMU is told, to the byte. /usr is a directory and no link on every Linux.</summary>
public sealed class MountArgvTests
{
    static readonly WorkspaceMount[] Mounts = [new("/usr"), new("/usr", "/out", "out.1", writable: true)];

    [Fact]
    public Task Fsdevs_without_a_security_model() => Verify(string.Join('\n', MountArgv.Fsdevs(Mounts, MountSecurity.None)));

    [Fact]
    [Trait("Row", "P17")]
    [Trait("Row", "H18")]
    public Task Fsdevs_with_mapped_attributes() => Verify(string.Join('\n', MountArgv.Fsdevs(Mounts, MountSecurity.MappedXattr)));

    [Fact]
    public Task Devices_of_q35() => Verify(string.Join('\n', MountArgv.Devices(Mounts, MountTransport.Pci)));

    [Fact]
    [Trait("Row", "P17")]
    public Task Devices_of_virt_and_microvm() => Verify(string.Join('\n', MountArgv.Devices(Mounts, MountTransport.Mmio)));

    [Fact]
    public void No_mounts_are_no_arguments()
    {
        Assert.Empty(MountArgv.Fsdevs([], MountSecurity.None));
        Assert.Empty(MountArgv.Devices([], MountTransport.Pci));
    }

    [Fact]
    public void A_comma_in_the_host_path_is_doubled()
    {
        using var directory = new TemporaryDirectory();
        var mount = new WorkspaceMount(directory.Make("a,b,,c"));

        Assert.Equal(
            $"local,id=fsdev-workspace0,path={directory["a,,b,,,,c"]},security_model=none,multidevs=remap,readonly=on",
            MountArgv.Fsdevs([mount], MountSecurity.None)[1]);
    }
}
