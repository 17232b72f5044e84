using SmolVM.Images;
using SmolVM.Tests.Packs;

namespace SmolVM.Tests.Images;

public sealed class WhiteoutsTests : IDisposable
{
    readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_say_what_a_layer_takes_away_and_what_it_needs_room_for()
    {
        var layer = new RawTar().File("etc/.wh.old").File("./var/cache/.wh..wh..opq").File("etc/new").File(".wh.top").File(".wh..wh..opq")
            .Add('3', "./dev/null").Directory("opt/").Symlink("bin", "usr/bin").ToArray();

        var members = await LayerMembers.ReadAsync(new MemoryStream(layer), TestContext.Current.CancellationToken);

        Assert.Equal(["etc/old", "var/cache/", "top", "./"], members.Removed);
        Assert.Equal(["etc/new", "bin"], members.Replacing);
        Assert.Equal(["./dev/null"], members.Devices);
    }

    [Theory]
    [InlineData(".wh.")]
    [InlineData(".wh..")]
    [InlineData(".wh...")]
    [InlineData("a/.wh...")]
    [InlineData("a/.who")]
    public void A_name_that_leads_elsewhere_takes_nothing_away(string name) => Assert.Null(Whiteouts.Removed(name));

    [Fact]
    public void Files_directories_and_the_content_of_directories_go()
    {
        Make("etc/old", "etc/kept", "lib/tree/a/b", "var/cache/a/b", "var/cache/c");
        File.CreateSymbolicLink(_folder["dangling"], "/never/there");

        var found = Whiteouts.Find(_folder.Path, ["etc/old", "lib/tree", "var/cache/", "dangling", "never/there"]);

        Assert.Equal(
            [_folder["dangling"], _folder["etc/old"], _folder["lib/tree"], _folder["var/cache/a"], _folder["var/cache/c"]],
            found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_content_of_the_root_goes_and_nothing_beside_it()
    {
        Make("tree/etc/old", "beside");

        Assert.Equal(
            [_folder["tree/etc"]], Whiteouts.Find(_folder["tree"], [Whiteouts.Removed(".wh..wh..opq")!]).Select(Path.GetFullPath));
    }

    [Fact]
    public void Nothing_goes_through_a_link()
    {
        Make("outside/a", "outside/sub/b");
        Directory.CreateDirectory(_folder["tree"]);
        File.CreateSymbolicLink(_folder["tree/link"], _folder["outside"]);

        Assert.Empty(Whiteouts.Find(_folder["tree"], ["link/a", "link/", "link/sub/"]));
        Assert.Equal([_folder["tree/link"]], Whiteouts.Find(_folder["tree"], ["link"]));
    }

    [Fact]
    public void Only_a_directory_is_in_the_way()
    {
        Make("tree/a/b/c", "tree/file", "outside/kept/x");
        File.CreateSymbolicLink(_folder["tree/link"], _folder["outside"]);

        Assert.Equal([_folder["tree/a/b"]], Whiteouts.FindInTheWay(_folder["tree"], ["a/b", "file", "link", "link/kept", "never/there"]));
    }

    void Make(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllText(_folder[file], "");
        }
    }
}
