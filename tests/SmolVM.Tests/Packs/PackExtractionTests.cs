using System.Text;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Tests.Packs;

public sealed class PackExtractionTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "the name '../outside' leads upward", new RawTar().File("../outside", "x").ToArray() },
        { "the name 'a/../../outside' leads upward", new RawTar().File("a/../../outside", "x").ToArray() },
        { "the name 'a/..' leads upward", new RawTar().Directory("a/..").ToArray() },
        { "the name '/outside' is absolute", new RawTar().File("/outside", "x").ToArray() },
        { "the name '//outside' is absolute", new RawTar().Directory("//outside").ToArray() },
        { "is a symbolic link to '../outside', outside", new RawTar().Symlink("link", "../outside").ToArray() },
        { "is a symbolic link to '/etc/passwd', outside", new RawTar().Symlink("link", "/etc/passwd").ToArray() },
        { "is a symbolic link to 'b/../..', outside", new RawTar().Symlink("a", "b/../..").ToArray() },
        { "'link/outside' lies below a symbolic link that", new RawTar().Symlink("link", "..").File("link/outside", "x").ToArray() },
        { "'a/b/outside' lies below", new RawTar().Symlink("a", ".").Symlink("a/b", "../..").File("a/b/outside", "x").ToArray() },
        { "'c/outside' lies below", new RawTar().Symlink("d/s", "..").HardLink("c", "d/s").File("c/outside", "x").ToArray() },
        { "is a symbolic link to '..', outside", new RawTar().Directory("d").Symlink("d/s", "..").HardLink("c", "d/s").ToArray() },
        { "'loop/x' lies below", new RawTar().Symlink("loop", "loop").File("loop/x").ToArray() },
        { "in the place of a symbolic link that leads outside", new RawTar().Symlink("a", "..").Directory("a").ToArray() },
        { "is a hard link to '../secret', outside", new RawTar().HardLink("link", "../secret").ToArray() },
        { "is a hard link to '/etc/passwd', outside", new RawTar().HardLink("link", "/etc/passwd").ToArray() },
        { "is a hard link to a file that is not there", new RawTar().HardLink("link", "nothing").ToArray() },
        { "the name '../outside' leads upward", new RawTar().Extra('L', "../outside\0").File("inside", "x").ToArray() },
        { "the name '/outside' is absolute", new RawTar().Pax("path", "/outside").File("inside", "x").ToArray() },
        { "is a symbolic link to '../outside', outside", new RawTar().Pax("linkpath", "../outside").Symlink("link", "inside").ToArray() },
        { "is not UTF-8", new RawTar().File("a\u00ffb", "x").ToArray() },
        { "cannot be unpacked", new RawTar().File("a", "x").File("a/b", "x").ToArray() },
        { "cannot be unpacked", new RawTar().Directory("a").File("a", "x").ToArray() },
        { "it ends in the middle of a member or without its end mark", new RawTar().File("a", "x").Unended() },
        { "there is data after its end", [.. new RawTar().ToArray(), .. new RawTar().File("a").ToArray()] },
        { "wrong checksum", [.. Enumerable.Repeat((byte)'0', 512), .. new byte[1024]] },
    };

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_tar_is_refused_and_nothing_is_written(string reason, byte[] tar)
    {
        var path = folder.Write("bad.smolmachine", RawPack.OfAssets(tar).ToArray());
        folder.Write("secret", [1]);
        await using var pack = await PackReader.OpenAsync(path, Token);

        var error = await Assert.ThrowsAsync<PackException>(() => pack.ExtractAsync(folder["out"], new CommandRunner(), Token));

        Assert.Contains(reason, error.Message);
        Assert.Equal(["bad.smolmachine", "secret"], folder.Entries);
    }

    [Fact(Timeout = 30_000)]
    public async Task Files_directories_and_links_inside_are_unpacked_and_all_else_is_left_out()
    {
        var tar = new RawTar()
            .Directory("./").Directory("lib").File("lib/libkrun.so.1", "code").Symlink("lib/libkrun.so", "libkrun.so.1")
            .Symlink("here", "lib/../lib").File("here/more", "more").HardLink("hard", "lib/libkrun.so.1").HardLink("soft", "here")
            .File("twice", "first").File("twice", "second")
            .Add('3', "device").Add('6', "fifo").Add('Z', "unknown", content: Encoding.UTF8.GetBytes("x"))
            .Extra('L', new string('n', 150) + "\0").File("short", "long").ToArray();

        await ExtractAsync(RawPack.OfAssets(tar));

        Assert.Equal(["hard", "here", "lib", new string('n', 150), "soft", "twice"], Names("out"));
        Assert.Equal(["libkrun.so", "libkrun.so.1", "more"], Names("out/lib"));
        Assert.Equal(
            ("code", "code", "second", "long", "more"),
            (Read("lib/libkrun.so"), Read("hard"), Read("twice"), Read(new string('n', 150)), Read("soft/more")));
    }

    [Fact(Timeout = 30_000)]
    public async Task Sparse_member_keeps_its_holes()
    {
        var sparse = folder["storage.ext4"];
        await using (var file = File.Create(sparse))
        {
            file.SetLength(64 << 20);
            foreach (var part in Enumerable.Range(0, 30))
            {
                file.Position = part * (2L << 20);
                file.Write(Encoding.UTF8.GetBytes($"part {part}"));
            }
        }
        string[] argv =
            ["tar", "--create", "--format=gnu", "--sparse", $"--directory={folder.Path}", $"--file={folder["t.tar"]}", "storage.ext4"];
        (await new CommandRunner().RunAsync(new Command(argv), Token)).EnsureSuccess();

        await ExtractAsync(RawPack.OfAssets(File.ReadAllBytes(folder["t.tar"])));

        Assert.True(File.ReadAllBytes(sparse).AsSpan().SequenceEqual(File.ReadAllBytes(folder["out/storage.ext4"])));
        Assert.True(new FileInfo(folder["t.tar"]).Length < 1 << 20);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("layers/missing.tar", "'layers/missing.tar' is missing")]
    [InlineData("../secret", "leads upward")]
    [InlineData("link", "'link' is missing")]
    [InlineData("", "is missing")]
    public async Task Layer_that_is_not_a_file_of_the_pack_is_refused(string layer, string reason)
    {
        folder.Write("secret", [1]);
        var manifest = RawPack.MinimalManifest.Replace(
            "\"layers\": []", $"\"layers\": [ {{ \"digest\": \"x\", \"path\": \"{layer}\", \"size\": 1 }} ]", StringComparison.Ordinal);
        var pack = RawPack.OfAssets(new RawTar().File("file", "x").Symlink("link", "file").ToArray()) with { Manifest = manifest };

        var error = await Assert.ThrowsAsync<PackException>(() => ExtractAsync(pack));

        Assert.Contains(reason, error.Message);
        Assert.Equal(["a.smolmachine", "secret"], folder.Entries);
    }

    [Fact(Timeout = 30_000)]
    public async Task Damaged_compression_is_refused()
    {
        var whole = RawPack.WithLayer(new RawTar().ToArray());
        var error = await Assert.ThrowsAsync<PackException>(() => ExtractAsync(whole with { Assets = whole.Assets[..^600] }));

        Assert.Contains("is refused", error.Message);
        Assert.Equal(["a.smolmachine"], folder.Entries);
    }

    [Fact(Timeout = 30_000)]
    public async Task Directory_that_is_not_empty_is_refused_and_an_empty_one_taken()
    {
        Directory.CreateDirectory(folder["out"]);
        await ExtractAsync(RawPack.OfAssets(new RawTar().File("a", "x").ToArray()));

        var error = await Assert.ThrowsAsync<PackException>(() => ExtractAsync(RawPack.OfAssets(new RawTar().File("b", "x").ToArray())));

        Assert.Contains("is not empty", error.Message);
        Assert.Equal(["a"], Names("out"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancelled_extraction_leaves_nothing()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var path = folder.Write("a.smolmachine", RawPack.WithLayer(new byte[1 << 20]).ToArray());
        await using var pack = await PackReader.OpenAsync(path, Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => pack.ExtractAsync(folder["out"], new CancellingRunner(source), source.Token));

        Assert.Equal(["a.smolmachine"], folder.Entries);
    }

    async Task ExtractAsync(RawPack raw)
    {
        await using var pack = await PackReader.OpenAsync(folder.Write("a.smolmachine", raw.ToArray()), Token);
        await pack.ExtractAsync(folder["out"], new CommandRunner(), Token);
    }

    string Read(string name) => File.ReadAllText(Path.Combine(folder["out"], name));

    string[] Names(string directory) =>
        [.. Directory.EnumerateFileSystemEntries(folder[directory]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
