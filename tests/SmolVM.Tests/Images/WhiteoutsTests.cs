using SmolVM.Images;
using SmolVM.Tests.Packs;

namespace SmolVM.Tests.Images;

public sealed class WhiteoutsTests : IDisposable
{
    readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_say_what_a_layer_takes_away()
    {
        var layer = new RawTar().File("etc/.wh.old").File("./var/cache/.wh..wh..opq").File("etc/new").File(".wh.top").ToArray();

        var removed = await Whiteouts.ReadAsync(new MemoryStream(layer), TestContext.Current.CancellationToken);

        Assert.Equal(["etc/old", "var/cache/", "top"], removed);
    }

    [Fact]
    public void Files_directories_and_the_content_of_directories_go()
    {
        Make("etc/old", "etc/kept", "lib/tree/a/b", "var/cache/a/b", "var/cache/c");

        Whiteouts.Apply(_folder.Path, ["etc/old", "lib/tree", "var/cache/", "never/there"]);

        var left = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
        Assert.Equal([_folder["etc/kept"]], left);
        Assert.True(Directory.Exists(_folder["var/cache"]));
    }

    [Fact]
    public void Nothing_is_taken_away_through_a_link()
    {
        Make("outside/a", "outside/sub/b");
        Directory.CreateDirectory(_folder["tree"]);
        File.CreateSymbolicLink(_folder["tree/link"], _folder["outside"]);

        Whiteouts.Apply(_folder["tree"], ["link/a", "link/", "link/sub/"]);
        Whiteouts.Apply(_folder["tree"], ["link"]);

        Assert.True(File.Exists(_folder["outside/a"]));
        Assert.True(File.Exists(_folder["outside/sub/b"]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["tree"]));
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
