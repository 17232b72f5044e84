using System.Formats.Tar;
using SmolVM.Images;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

public sealed class KernelFilesTests : IDisposable
{
    const int Limit = 60_000;
    const string Tree = "./usr/lib/modules/6.12.1-test/kernel";
    const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("", "cat")]
    [InlineData(".xz", "xz -c --check=crc32")]
    [InlineData(".zst", "zstd -c")]
    public async Task Modules_are_read_in_every_form(string suffix, string compressor)
    {
        var module = FakeKernel.Module("9p", "netfs");
        var files = await ReadAsync(TestPackage.File($"{Tree}/fs/9p/9p.ko{suffix}", Plain, await Compressed.ByAsync(compressor, module)));

        Assert.Equal(module, files.Modules.Content("9p"));
        Assert.Equal("6.12.1-test", files.Release);
    }

    [Fact(Timeout = Limit)]
    public async Task The_compressed_kernel_is_kept()
    {
        await ReadAsync(Module("9p", ""));

        Assert.Equal("kernel", await File.ReadAllTextAsync(_folder["vmlinuz"], Token));
    }

    [Fact(Timeout = Limit)]
    public async Task A_dependency_that_nobody_expected_is_found_in_another_round()
    {
        var files = await ReadAsync(Module("a-newcomer", "its_own"), Module("its_own", ""), Module("9p", "a_newcomer"));

        Assert.Equal(["its_own", "a_newcomer", "9p"], files.Modules.LoadOrder(new ModuleGroup("core", ["9p"], []), []));
    }

    [Fact(Timeout = Limit)]
    public async Task The_list_of_built_in_modules_is_read()
    {
        var list = TestPackage.File("./usr/lib/modules/6.12.1-test/modules.builtin", Plain, "kernel/fs/netfs/netfs.ko\n"u8.ToArray());

        var files = await ReadAsync(list, Module("9p", "netfs"));

        Assert.Equal(["9p"], files.Modules.LoadOrder(new ModuleGroup("core", ["9p"], []), []));
    }

    [Fact(Timeout = Limit)]
    public async Task Packages_without_modules_are_named()
    {
        var refused = await Assert.ThrowsAsync<ImageException>(() => ReadAsync());

        Assert.StartsWith("The packages linux.deb hold no kernel with modules.", refused.Message);
    }

    static TarEntry Module(string name, string dependencies) =>
        TestPackage.File($"{Tree}/drivers/{name}.ko", Plain, FakeKernel.Module(name, dependencies));

    async Task<KernelFiles> ReadAsync(params TarEntry[] members)
    {
        var kernel = TestPackage.File("./boot/vmlinuz-6.12.1-test", Plain, "kernel"u8.ToArray());
        await File.WriteAllBytesAsync(_folder["linux.deb"], TestPackage.Make("linux", [kernel, .. members]), Token);
        return await KernelFiles.ReadAsync([_folder["linux.deb"]], _folder["vmlinuz"], Sh.Runner, Token);
    }
}
