using SmolVM.Images;
using SmolVM.Processes;
using SmolVM.Tests.Packs;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images.Containers;

/// <summary>Images as other programs write them.</summary>
public sealed class ContainerToolsTests : IDisposable
{
    const int Limit = 120_000;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("docker-archive:{0}/app.tar", "app.tar")]
    [InlineData("oci-archive:{0}/app.tar", "app.tar")]
    [InlineData("oci:{0}/app", "app")]
    [InlineData("oci:{0}/app", "app", "--dest-compress-format", "zstd")]
    [InlineData("oci:{0}/app", "app", "--dest-decompress")]
    public async Task What_skopeo_writes_is_an_image(string target, string image, params string[] options)
    {
        var container = new SavedContainer(
            new RawTar().File("a", "1").File("gone", "1").ToArray(), new RawTar().File(".wh.gone").File("b", "2").ToArray())
        {
            Process = """{ "Entrypoint": ["/b"], "Env": ["A=1"], "WorkingDir": "/srv", "User": "7" }""",
            LayerType = "application/vnd.oci.image.layer.v1.tar+gzip",
            Compress = SavedContainer.Gzip,
        };
        Write(container.Oci());
        await RunAsync(["skopeo", "--insecure-policy", "copy", .. options, $"oci:{folder["layout"]}", string.Format(null, target, folder.Path)]);

        var root = await GetAsync(image);

        Assert.Equal(["a", "b", "srv"], await NamesAsync(root));
        Assert.Equal(["/b"], root.Program.Entrypoint);
        Assert.Equal(("7", "/srv"), (root.Program.User, root.Program.WorkingDirectory));
        Assert.Equal("1", root.Environment["A"]);
    }

    [Fact(Timeout = Limit)]
    public async Task What_umoci_writes_is_an_image()
    {
        folder.Write("files/old", "1");
        folder.Write("files/keep/a", "1");
        var image = $"{folder["layout"]}:v1";
        await RunAsync(["umoci", "init", "--layout", folder["layout"]]);
        await RunAsync(["umoci", "new", "--image", image]);
        await RunAsync(["umoci", "insert", "--rootless", "--image", image, folder["files"], "/opt"]);
        await RunAsync(["umoci", "insert", "--rootless", "--image", image, folder.Make("root"), "/"]);
        await RunAsync(["umoci", "insert", "--rootless", "--image", image, "--whiteout", "/opt/old"]);
        await RunAsync(["umoci", "insert", "--rootless", "--image", image, "--opaque", folder["files/keep"], "/opt/keep"]);
        await RunAsync(["umoci", "unpack", "--rootless", "--image", image, folder["bundle"]]);
        folder.Write("bundle/rootfs/opt/new", "1");
        await RunAsync(["umoci", "repack", "--image", image, folder["bundle"]]);
        await RunAsync(["umoci", "config", "--image", image, "--config.entrypoint", "/opt/run", "--config.exposedports", "8080/tcp"]);

        var root = await GetAsync("layout");

        Assert.Equal(["opt", "opt/keep", "opt/keep/a", "opt/new"], await NamesAsync(root));
        Assert.Equal(["/opt/run"], root.Program.Entrypoint);
        Assert.Equal([8080], root.Program.Ports);
    }

    async Task<IEnumerable<string>> NamesAsync(RootImage root)
    {
        await ErofsContent.ExtractAsync(root.Path, folder["seen"]);
        return Directory.GetFileSystemEntries(folder["seen"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder["seen"], path)).Order(StringComparer.Ordinal);
    }

    void Write(Dictionary<string, byte[]> layout)
    {
        foreach (var (name, content) in layout)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder["layout/" + name])!);
            folder.Write("layout/" + name, content);
        }
    }

    static async Task RunAsync(IReadOnlyList<string> argv) => (await Sh.Runner.RunAsync(new Command(argv), Token)).EnsureSuccess();

    Task<RootImage> GetAsync(string name) =>
        NoMachine.Images(new SmolCache(folder["cache"]))
            .GetAsync(folder[name], null, Token);
}
