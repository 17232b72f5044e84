using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class ModuleSetTests
{
    static readonly ModuleGroup Group = new("core", ["virtio_pci", "9p"], ["crc32c_generic"]);

    [Fact]
    public void What_a_module_depends_on_comes_before_it()
    {
        var modules = Set(
            [("virtio_pci", "virtio,virtio_ring"), ("virtio", "virtio_ring"), ("virtio_ring", ""), ("9p", "netfs"), ("netfs", "")], "");

        Assert.Equal(["virtio_ring", "virtio", "virtio_pci", "netfs", "9p"], modules.LoadOrder(Group, []));
    }

    [Fact]
    public void Built_in_modules_are_absent()
    {
        var modules = Set(
            [("9p", "netfs,virtio_ring"), ("netfs", "")], "kernel/drivers/virtio/virtio-pci.ko\nkernel/drivers/virtio/virtio_ring.ko\n");

        Assert.Equal(["netfs", "9p"], modules.LoadOrder(Group, []));
    }

    [Fact]
    public void Modules_of_an_earlier_group_are_not_loaded_again()
    {
        var modules = Set([("virtio_pci", "virtio"), ("virtio", ""), ("9p", "")], "");

        Assert.Equal(["9p"], modules.LoadOrder(Group, ["virtio", "virtio_pci"]));
    }

    [Fact]
    public void What_is_wanted_if_there_comes_first_where_it_is()
    {
        var modules = Set([("virtio_pci", ""), ("9p", ""), ("crc32c_generic", "")], "");

        Assert.Equal(["crc32c_generic", "virtio_pci", "9p"], modules.LoadOrder(Group, []));
    }

    [Fact]
    public void A_module_that_is_neither_there_nor_built_in_is_named()
    {
        var refused = Assert.Throws<ImageException>(() => Set([("virtio_pci", "")], "").LoadOrder(Group, []));

        Assert.StartsWith("The kernel package has no module '9p', and it is not built in.", refused.Message);
    }

    [Fact]
    public void A_missing_dependency_is_named_with_what_needs_it()
    {
        var refused = Assert.Throws<ImageException>(() => Set([("virtio_pci", ""), ("9p", "netfs")], "").LoadOrder(Group, []));

        Assert.StartsWith("The kernel package has no module 'netfs', which '9p' needs, and it is not built in.", refused.Message);
    }

    [Fact]
    public void A_dash_and_an_underscore_are_the_same() =>
        Assert.Equal(["crypto_x"], Set([("a", "crypto-x,built-in")], "kernel/built_in.ko").Unread());

    static ModuleSet Set((string Name, string Dependencies)[] modules, string builtIn) =>
        new(
            modules.ToDictionary(module => module.Name, module => FakeKernel.Module(module.Name, module.Dependencies)),
            ModuleSet.ParseBuiltIn(builtIn));
}
