using SmolVM.Images;
using SmolVM.Packs;
using SmolVM.Tests.Packs;

namespace SmolVM.Tests.Images;

public sealed class PackImageTests : IDisposable
{
    const int Limit = 30_000;

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task The_layer_becomes_an_image_with_its_owners()
    {
        Write(RawPack.WithLayer(new RawTar().Directory("opt/").File("opt/app", "hello").ToArray()));

        var image = await GetAsync();

        await ErofsContent.ExtractAsync(image.Path, _folder["seen"]);
        Assert.Equal("hello", await File.ReadAllTextAsync(_folder["seen/opt/app"], Token));
        Assert.Equal("1000:50", await ErofsContent.OwnerAsync(image.Path, "/opt/app"));
    }

    [Fact(Timeout = Limit)]
    public async Task Variables_come_from_the_manifest_whether_the_image_is_there_or_not()
    {
        var pack = RawPack.WithLayer(new RawTar().File("a", "").ToArray());
        const string Variables = "\"env\": [\"A=1\", \"B=x=y\", \"A=2\"],";
        Write(pack with { Manifest = pack.Manifest.Replace("\"cpus\"", Variables + " \"cpus\"", StringComparison.Ordinal) });

        var first = await GetAsync();
        var second = await GetAsync();

        Assert.Equal([KeyValuePair.Create("A", "2"), KeyValuePair.Create("B", "x=y")], first.Environment);
        Assert.Equal(first.Environment, second.Environment);
    }

    [Fact(Timeout = Limit)]
    public async Task A_layer_that_leads_outside_is_refused_and_nothing_is_kept()
    {
        Write(RawPack.WithLayer(new RawTar().Symlink("out", "/tmp").File("out/evil", "x").ToArray()));

        var refused = await Assert.ThrowsAsync<PackException>(GetAsync);

        Assert.Contains("out/evil", refused.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache/images"]));
        Assert.False(File.Exists("/tmp/evil"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_pack_of_a_disk_is_refused()
    {
        var pack = RawPack.WithLayer(new RawTar().ToArray());
        Write(pack with { Manifest = pack.Manifest.Replace("\"cpus\": 4", "\"mode\": \"vm\", \"cpus\": 4", StringComparison.Ordinal) });

        Assert.Contains("has the mode 'vm'", (await Assert.ThrowsAsync<ImageException>(GetAsync)).Message);
    }

    [Fact(Timeout = Limit)]
    public async Task A_pack_for_another_processor_is_refused()
    {
        var pack = RawPack.WithLayer(new RawTar().ToArray());
        Write(pack with { Manifest = pack.Manifest.Replace("linux/amd64", "linux/riscv64", StringComparison.Ordinal) });

        Assert.Contains("is for 'linux/riscv64'", (await Assert.ThrowsAsync<ImageException>(GetAsync)).Message);
    }

    void Write(RawPack pack) => File.WriteAllBytes(_folder["app.smolmachine"], pack.ToArray());

    Task<RootImage> GetAsync() =>
        NoMachine.Images(new SmolCache(_folder["cache"]))
            .GetAsync(_folder["app.smolmachine"], null, Token);
}
