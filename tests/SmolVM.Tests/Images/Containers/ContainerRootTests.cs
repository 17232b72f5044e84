using SmolVM.Images;
using SmolVM.Tests.Packs;

namespace SmolVM.Tests.Images.Containers;

public sealed class ContainerRootTests : IDisposable
{
    const int Limit = 60_000;

    readonly TemporaryDirectory folder = new();
    readonly List<string> said = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("app.tar", false, false)]
    [InlineData("app.tar.gz", true, false)]
    [InlineData("app.tgz", true, true)]
    public async Task Layers_of_an_archive_lie_above_each_other(string name, bool gzip, bool oci)
    {
        var container = Layered() with { Compress = gzip ? SavedContainer.Gzip : RawPack.Zstd };
        var tar = SavedContainer.Tar(oci ? container.Oci() : container.Docker(), oci ? "./" : "");
        folder.Write(name, gzip ? SavedContainer.Gzip(tar) : tar);

        var image = await GetAsync(name);

        await EnsureLayeredAsync(image.Path);
    }

    [Theory(Timeout = Limit)]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("./")]
    public async Task Names_of_layers_are_below_the_root_whatever_they_begin_with(string root)
    {
        folder.Write("app.tar", SavedContainer.Tar(Layered(root).Docker()));

        var image = await GetAsync("app.tar");

        await EnsureLayeredAsync(image.Path);
    }

    [Fact(Timeout = Limit)]
    public async Task Layers_of_a_layout_lie_above_each_other_and_the_layout_stays()
    {
        Write(Layered().Oci());
        var before = Directory.GetFiles(folder["layout"], "*", SearchOption.AllDirectories);

        var image = await GetAsync("layout");

        await EnsureLayeredAsync(image.Path);
        Assert.Equal(before, Directory.GetFiles(folder["layout"], "*", SearchOption.AllDirectories));
    }

    [Fact(Timeout = Limit)]
    public async Task One_content_is_unpacked_once_whatever_it_is_saved_as_and_what_the_program_is()
    {
        var container = Layered() with { Process = """{ "Env": ["A=1"], "Entrypoint": ["/a"], "User": "1:2" }""" };
        folder.Write("first.tar", SavedContainer.Tar(container.Docker()));
        folder.Write("second.tar.gz", SavedContainer.Gzip(SavedContainer.Tar((container with { Compress = SavedContainer.Gzip }).Docker("b:c"))));
        Write((container with { Process = """{ "Env": ["A=2"] }""" }).Oci());

        var first = await GetAsync("first.tar");
        var second = await GetAsync("second.tar.gz");
        var third = await GetAsync("layout");

        Assert.Equal([first.Path, first.Path], new[] { second.Path, third.Path });
        Assert.Single(said, line => line.StartsWith("Unpacking", StringComparison.Ordinal));
        Assert.Equal(["1", "1", "2"], new[] { first, second, third }.Select(image => image.Environment["A"]));
        Assert.Equal(["/a"], first.Program.Entrypoint);
        Assert.Equal(["1:2", null], new[] { first, third }.Select(image => image.Program.User));
    }

    [Fact(Timeout = Limit)]
    public async Task The_working_directory_is_there_when_no_layer_has_it()
    {
        var container = new SavedContainer(new RawTar().Symlink("link", "/tmp").ToArray());
        folder.Write("a.tar", SavedContainer.Tar((container with { Process = """{ "WorkingDir": "/srv/app" }""" }).Docker()));
        folder.Write("b.tar", SavedContainer.Tar((container with { Process = """{ "WorkingDir": "/link/smolvm-never" }""" }).Docker()));

        await ErofsContent.ExtractAsync((await GetAsync("a.tar")).Path, folder["seen"]);
        await GetAsync("b.tar");

        Assert.True(Directory.Exists(folder["seen/srv/app"]));
        Assert.False(Directory.Exists("/tmp/smolvm-never"));
    }

    [Fact(Timeout = Limit)]
    public async Task Links_of_an_old_archive_of_docker_lead_to_its_other_layers()
    {
        var container = new SavedContainer(new RawTar().File("a", "x").ToArray(), new RawTar().File("a", "x").ToArray());
        var files = container.Docker();
        files.Remove("1/layer.tar");
        var tar = files.Aggregate(new RawTar(), (all, file) => all.Add('0', file.Key, content: file.Value)).Symlink("1/layer.tar", "../0/layer.tar");
        folder.Write("app.tar", tar.ToArray());

        await ErofsContent.ExtractAsync((await GetAsync("app.tar")).Path, folder["seen"]);

        Assert.Equal("x", await File.ReadAllTextAsync(folder["seen/a"], Token));
    }

    [Fact(Timeout = Limit)]
    public async Task What_leads_outside_is_damaged_or_is_foreign_is_refused_and_nothing_is_kept()
    {
        var fine = new SavedContainer(new RawTar().File("a", "x").ToArray());
        var refusals = new List<string>
        {
            await RefusedAsync(new SavedContainer(new RawTar().File("../evil").ToArray()).Docker()),
            await RefusedAsync(new SavedContainer(new RawTar().File("/../evil").ToArray()).Oci()),
            await RefusedAsync(
                new SavedContainer(new RawTar().Symlink("out", "/tmp").ToArray(), new RawTar().File("out/evil").ToArray()).Docker()),
            await RefusedAsync(new SavedContainer(new RawTar().HardLink("evil", "/../etc/shadow").ToArray()).Docker()),
            await RefusedAsync(new(fine.Docker()) { ["0/layer.tar"] = new RawTar().File("a", "y").ToArray() }),
            await RefusedAsync(new(fine.Docker()) { ["0/layer.tar"] = [0x1F, 0x8B, 1, 2, 3, 4, 5, 6] }),
            await RefusedAsync(new(fine.Oci().Where(file => file.Key != SavedContainer.BlobName(fine.Layers[0])))),
            await RefusedAsync((fine with { Architecture = "riscv64" }).Docker()),
            await RefusedAsync(new Dictionary<string, byte[]> { ["etc/passwd"] = [1] }),
        };

        Assert.False(File.Exists("/tmp/evil"));
        Assert.Empty(Directory.Exists(folder["cache/images"]) ? Directory.GetFileSystemEntries(folder["cache/images"]) : []);
        await Verify(string.Join('\n', refusals).Replace(folder.Path, "{folder}", StringComparison.Ordinal));
    }

    /// <param name="root">What names begin with.</param>
    static SavedContainer Layered(string root = "") => new(
        new RawTar().Directory($"{root}etc/").File($"{root}etc/old", "old").File($"{root}etc/kept", "kept").File($"{root}lib/tree/a")
            .File($"{root}cache/a").File($"{root}becomes/file/x").Symlink($"{root}becomes-directory", "etc").ToArray(),
        new RawTar().File($"{root}etc/.wh.old").File($"{root}cache/.wh..wh..opq").File($"{root}cache/b", "b").File($"{root}.wh.lib")
            .File($"{root}becomes/file", "a file").Directory($"{root}becomes-directory/").File($"{root}becomes-directory/y", "y")
            .HardLink($"{root}cache/hard", $"{root}cache/b").Directory($"{root}dev/").Add('3', $"{root}dev/null")
            .Add('4', $"{root}./dev/disk*").Add('6', $"{root}dev/pipe").ToArray());

    async Task EnsureLayeredAsync(string image)
    {
        await ErofsContent.ExtractAsync(image, folder["seen"]);
        var seen = Directory.GetFileSystemEntries(folder["seen"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder["seen"], path)).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["becomes", "becomes-directory", "becomes-directory/y", "becomes/file", "cache", "cache/b", "cache/hard", "dev", "dev/pipe", "etc", "etc/kept"],
            seen);
        Assert.Equal("a file", await File.ReadAllTextAsync(folder["seen/becomes/file"], Token));
        Assert.Equal("b", await File.ReadAllTextAsync(folder["seen/cache/hard"], Token));
        Assert.Equal("1000:50", await ErofsContent.OwnerAsync(image, "/etc/kept"));
    }

    void Write(Dictionary<string, byte[]> layout)
    {
        foreach (var (name, content) in layout)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder["layout/" + name])!);
            folder.Write("layout/" + name, content);
        }
    }

    async Task<string> RefusedAsync(Dictionary<string, byte[]> files)
    {
        folder.Write("bad.tar", SavedContainer.Tar(files));
        return (await Assert.ThrowsAsync<ImageException>(() => GetAsync("bad.tar"))).Message;
    }

    Task<RootImage> GetAsync(string name) =>
        NoMachine.Images(new SmolCache(folder["cache"]))
            .GetAsync(folder[name], new Said(said), Token);

    sealed class Said(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
