using SmolVM.Packs;

namespace SmolVM.Tests.Packs;

public sealed class LayerTarCheckTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Root_file_system_with_links_of_all_kinds_is_safe() => LayerTarCheck.EnsureSafeAsync(
        new RawTar().Directory("./").Directory("/").Symlink("./bin", "usr/bin").Symlink("./etc/mtab", "/proc/mounts").Symlink("./up", "../../..")
            .File("./usr/bin/sh").HardLink("./usr/bin/ash", "./usr/bin/sh").File("./bin/ls")
            .Symlink("./usr/lib64", "../lib").File("./usr/lib64/ld.so").Add('3', "dev/null").ToStream(),
        Token);

    [Fact]
    public Task Absolute_names_are_below_the_root_that_is_unpacked() => LayerTarCheck.EnsureSafeAsync(
        new RawTar().Directory("/usr/").File("/usr/bin/x").HardLink("//usr/bin/y", "/usr/bin/x").Symlink("/etc/mtab", "/proc/mounts")
            .Pax("path", "/long").File("short").Pax("linkpath", "/usr/bin/x").HardLink("z", "short").ToStream(),
        Token);

    public static TheoryData<string, byte[]> Unsafe => new()
    {
        { "leads upward", new RawTar().File("/../x").ToArray() },
        { "leads upward", new RawTar().File("../x").ToArray() },
        { "leads upward", new RawTar().File("./a/../../x").ToArray() },
        { "leads upward", new RawTar().Pax("path", "a/../../x").File("x").ToArray() },
        { "hard link to '../shadow', outside", new RawTar().HardLink("a", "/../shadow").ToArray() },
        { "'b' lies below a symbolic link", new RawTar().Symlink("/a", "/etc").HardLink("b", "/a/shadow").ToArray() },
        { "'a/x' lies below a symbolic link", new RawTar().Symlink("/a", "/etc").File("a/x").ToArray() },
        { "'a/x' lies below a symbolic link", new RawTar().Symlink("a", "/etc").File("//a/x").ToArray() },
        { "hard link to '../a', outside", new RawTar().HardLink("a", "../a").ToArray() },
        { "'b' lies below a symbolic link", new RawTar().Symlink("a", "/etc").HardLink("b", "a/shadow").ToArray() },
        { "'a/x' lies below a symbolic link", new RawTar().Symlink("a", "/etc").File("a/x").ToArray() },
        { "'a/x' lies below a symbolic link", new RawTar().Symlink("a", "..").File("a/x").ToArray() },
        { "'a/b/x' lies below a symbolic link", new RawTar().Symlink("a", "c").Symlink("c/b", "../..").File("a/b/x").ToArray() },
        { "'a' is a directory in the place", new RawTar().Symlink("a", "/etc").Directory("a").ToArray() },
        { "unknown type 'X'", new RawTar().Add('X', "a", content: "20 path=/etc/passwd\n"u8.ToArray()).ToArray() },
        { "unknown type 'D'", new RawTar().Add('D', "a").ToArray() },
        { "sparse in PAX form", new RawTar().Pax("GNU.sparse.name", "../x").File("a").ToArray() },
        { "zero byte", new RawTar().Pax("path", "a\0b").File("a").ToArray() },
        { "PAX header is malformed", new RawTar().Extra('x', "99 path=a\n").File("a").ToArray() },
        { "two long names", new RawTar().Extra('L', "a\0").Pax("path", "b").File("c").ToArray() },
        { "global header", new RawTar().Extra('g', "9 path=a\n").File("c").ToArray() },
        { "root is not a directory", new RawTar().Symlink("./", "/etc").ToArray() },
        { "root is not a directory", new RawTar().Symlink("/", "/etc").ToArray() },
        { "hard link to '/', outside", new RawTar().HardLink("a", "/").ToArray() },
        { "data after its end", [.. new byte[512], .. new RawTar().File("../x").ToArray()] },
        { "without its end mark", new RawTar().File("a").Unended() },
        { "cannot have data", new RawTar().Add('1', "a", "b", [1]).ToArray() },
    };

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task Layer_that_leads_outside_or_can_be_read_in_two_ways_is_refused(string reason, byte[] tar)
    {
        var error = await Assert.ThrowsAsync<PackException>(() => LayerTarCheck.EnsureSafeAsync(new MemoryStream(tar), Token));
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public async Task Link_of_a_lower_layer_counts_for_those_above()
    {
        Stream[] layers = [new RawTar().Symlink("a", "/etc").ToStream(), new RawTar().File("a/passwd").ToStream()];

        await LayerTarCheck.EnsureSafeAsync(new RawTar().File("a/passwd").ToStream(), Token);
        await Assert.ThrowsAsync<PackException>(() => LayerTarCheck.EnsureSafeAsync(layers, Token));
    }

    [Fact]
    public Task Link_that_was_replaced_leads_nowhere() =>
        LayerTarCheck.EnsureSafeAsync(new RawTar().Symlink("a", "/etc").File("a").File("b/x").ToStream(), Token);
}
