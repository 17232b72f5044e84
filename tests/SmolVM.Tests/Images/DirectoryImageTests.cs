using SmolVM.Images;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

public sealed class DirectoryImageTests : IDisposable
{
    const int Limit = 30_000;

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_directory_becomes_an_image_of_what_is_in_it()
    {
        Fill();

        var image = await GetAsync();

        await ErofsContent.ExtractAsync(image.Path, _folder["seen"]);
        Assert.Equal(RootKind.Erofs, image.Kind);
        Assert.Equal("hello", await File.ReadAllTextAsync(_folder["seen/etc/a file, with 'odd' name"], Token));
        Assert.Equal("etc/missing", new FileInfo(_folder["seen/link"]).LinkTarget);
    }

    [Fact(Timeout = Limit)]
    public async Task It_belongs_to_root_whoever_made_it()
    {
        Fill();

        Assert.Equal("0:0", await ErofsContent.OwnerAsync((await GetAsync()).Path, "/etc"));
    }

    [Fact(Timeout = Limit)]
    public async Task The_image_is_made_once_for_each_state()
    {
        Fill();
        var first = await GetAsync();
        var again = await GetAsync();
        await File.WriteAllTextAsync(_folder["rootfs/etc/new"], "", Token);

        var changed = await GetAsync();

        Assert.Equal(first.Key, again.Key);
        Assert.NotEqual(first.Key, changed.Key);
    }

    [Fact(Timeout = Limit)]
    public async Task Where_the_directory_lies_does_not_matter()
    {
        Fill();
        var first = await GetAsync();
        Directory.Move(_folder["rootfs"], _folder["moved"]);

        var moved = await Images().GetAsync(_folder["moved"], null, Token);

        Assert.Equal(first.Key, moved.Key);
    }

    [Fact(Timeout = Limit)]
    public async Task A_full_disk_is_found_before_the_image_is_written()
    {
        Fill();
        var images = new RootImages(new SmolCache(_folder["cache"], _ => 1 << 20), Sh.Runner, NoDistribution, NoMachine.ChangeAsync);

        var refused = await Assert.ThrowsAsync<Errors.SmolVmException>(() => images.GetAsync(_folder["rootfs"], null, Token));

        Assert.Equal(Errors.ErrorCodes.NoSpace, refused.Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache/images"]));
    }

    [Fact(Timeout = Limit)]
    public async Task The_host_is_used_as_it_is()
    {
        var host = await Images().GetAsync("host", null, Token);

        Assert.Equal((RootKind.Directory, "/", "/"), (host.Kind, host.Path, host.Key));
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_directory_is_refused_before_anything_starts()
    {
        await Assert.ThrowsAsync<ImageException>(() => Images().GetAsync(_folder["none/"], null, Token));

        Assert.False(Directory.Exists(_folder["cache"]));
    }

    void Fill()
    {
        Directory.CreateDirectory(_folder["rootfs/etc"]);
        File.WriteAllText(_folder["rootfs/etc/a file, with 'odd' name"], "hello");
        File.CreateSymbolicLink(_folder["rootfs/link"], "etc/missing");
    }

    Task<RootImage> GetAsync() => Images().GetAsync(_folder["rootfs"], null, Token);

    RootImages Images() => NoMachine.Images(new SmolCache(_folder["cache"]));

    static DistributionPackages NoDistribution() => throw new InvalidOperationException("no packages are needed");
}
