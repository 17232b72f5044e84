using SmolVM.Images;
using SmolVM.Tests.Packs;
using SmolVM.Tests.Processes;

namespace SmolVM.Tests.Images;

public sealed class WhiteoutsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

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
        Assert.Equal([_folder.File("etc/kept")], left);
        Assert.True(Directory.Exists(_folder.File("var/cache")));
    }

    [Fact]
    public void Nothing_is_taken_away_through_a_link()
    {
        Make("outside/a", "outside/sub/b");
        Directory.CreateDirectory(_folder.File("tree"));
        File.CreateSymbolicLink(_folder.File("tree/link"), _folder.File("outside"));

        Whiteouts.Apply(_folder.File("tree"), ["link/a", "link/", "link/sub/"]);
        Whiteouts.Apply(_folder.File("tree"), ["link"]);

        Assert.True(File.Exists(_folder.File("outside/a")));
        Assert.True(File.Exists(_folder.File("outside/sub/b")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("tree")));
    }

    void Make(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
            File.WriteAllText(_folder.File(file), "");
        }
    }
}
