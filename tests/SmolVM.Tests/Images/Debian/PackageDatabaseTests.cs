using SmolVM.Images.Debian;
using SmolVM.Processes;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images.Debian;

/// <summary>Read by the host's dpkg, whose database it is.</summary>
public sealed class PackageDatabaseTests : IDisposable
{
    const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Unpacked_packages_wait_to_be_configured_and_dpkg_knows_their_files()
    {
        var one = folder.Write(
            "one.deb", TestPackage.Make("one", TestPackage.Directory("./etc/"), TestPackage.File("./etc/one", Plain, "1"u8.ToArray())));
        var two = folder.Write("two.deb", TestPackage.Make("two", TestPackage.File("./bin/two", Plain, "2"u8.ToArray())));

        await new PackageDatabase(folder["tree"], argv => new Command(argv), Sh.Runner).UnpackAsync([one, two], folder.Path, Token);

        Assert.Equal(
            "one install ok unpacked\ntwo install ok unpacked\n",
            await QueryAsync("--show", "--showformat=${Package} ${Status}\\n"));
        Assert.Equal("/etc\n/etc/one\n", await QueryAsync("--listfiles", "one"));
        Assert.Equal("2", await File.ReadAllTextAsync(folder["tree/usr/bin/two"], Token));
    }

    async Task<string> QueryAsync(params string[] words)
    {
        var query = new Command(["dpkg-query", $"--admindir={folder["tree/var/lib/dpkg"]}", .. words]);
        return (await Sh.Runner.RunAsync(query, Token)).EnsureSuccess().StandardOutput;
    }
}
