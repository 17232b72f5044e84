using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class ImageArgvTests
{
    [Fact]
    public Task Reproducible_image() => Verify(string.Join('\n', Erofs.ReproducibleArgv("/c/root.erofs", "/c/tree")));

    [Fact]
    public Task Image_of_a_tree() => Verify(string.Join('\n', Erofs.Argv("/c/root.erofs", "/c/tree")));

    [Fact]
    public Task Image_owned_by_root() => Verify(string.Join('\n', Erofs.OwnedByRootArgv("/c/root.erofs", "/c/tree")));

    [Fact]
    public Task Files_of_a_package() => Verify(string.Join('\n', DebArchive.TarArgv("/c/bash.deb")));

    [Fact]
    public Task Packages_into_a_tree() => Verify(string.Join('\n', PackageTree.TarArgv("/c/tree")));

    [Fact]
    public Task Layer_into_a_tree() => Verify(string.Join('\n', LayeredTree.TarArgv("/c/layer", "/c/tree", null)));

    [Fact]
    public Task Layer_with_devices_into_a_tree() =>
        Verify(string.Join('\n', LayeredTree.TarArgv("/c/layer", "/c/tree", "/c/devices")));

    [Fact]
    public Task Removal_from_a_tree() => Verify(string.Join('\n', LayeredTree.RemoveArgv));

    [Fact]
    public Task Directory_in_a_tree() => Verify(string.Join('\n', LayeredTree.DirectoryArgv("/c/tree/app")));

    [Fact]
    public Task Listing_of_a_tree() => Verify(string.Join('\n', TreeListing.Argv("/srv/rootfs")));

    [Fact]
    public Task Unreadable_files_of_a_tree() => Verify(string.Join('\n', TreeListing.UnreadableArgv("/srv/rootfs")));

    [Fact]
    public Task Fakeroot_daemon() => Verify(string.Join('\n', Fakeroot.DaemonArgv));

    [Fact]
    public Task Applets_of_busybox() => Verify(string.Join('\n', BaseImage.AppletsArgv("/c/tree")));

    [Fact]
    public Task Decompressors() =>
        Verify(string.Join('\n', Enum.GetValues<Compression>().Select(compression => string.Join(' ', Filter.Argv(compression)))));
}
