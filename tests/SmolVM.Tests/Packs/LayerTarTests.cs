using System.Security.Cryptography;
using SmolVM.Errors;
using SmolVM.Packs;
using SmolVM.Packs.Tar;
using SmolVM.Processes;

namespace SmolVM.Tests.Packs;

public sealed class LayerTarTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_are_sorted_and_keep_owner_mode_and_content()
    {
        var (file, members) = await WriteAsync(
            new RawTar().Directory("./").File("./b", "bee").Directory("./a/").File("./a/x").File("./a-b"));

        Assert.Equal(["./", "a/", "a-b", "a/x", "b"], members.Select(member => member.Name));
        Assert.Equal((0b110_100_100, 1000L, 50L, 3L), (members[^1].Mode, members[^1].UserId, members[^1].GroupId, members[^1].Size));
        Assert.Equal("bee"u8, File.ReadAllBytes(file.Path).AsSpan((int)members[^1].DataOffset, 3));
    }

    [Fact]
    public async Task Order_and_user_names_of_the_guest_do_not_show()
    {
        var first = await WriteAsync(new RawTar().Directory("./").Directory("./d").File("./d/a", "1").File("./d/b", "2"));
        var second = await WriteAsync(
            new RawTar().File("d/b", "2").Add('0', "d/a", content: "1"u8.ToArray(), owner: "somebody").Directory("d/").Directory("."));

        Assert.Equal(File.ReadAllBytes(first.File.Path), File.ReadAllBytes(second.File.Path));
    }

    [Fact]
    public async Task Digest_and_size_are_those_of_the_file()
    {
        var (file, _) = await WriteAsync(new RawTar().File("a", new string('x', 1_000_000)));

        var bytes = File.ReadAllBytes(file.Path);
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (file.Size, file.Sha256));
        Assert.Equal("sha256:" + file.Sha256, file.Digest);
        Assert.Equal(["layer-0.tar"], folder.Entries);
    }

    [Fact]
    public async Task First_of_several_names_carries_the_data()
    {
        var (file, members) = await WriteAsync(new RawTar().File("z", "data").HardLink("m", "./z").HardLink("a", "z").HardLink("k", "m"));

        Assert.Equal(
            [(TarKind.File, "a", ""), (TarKind.HardLink, "k", "a"), (TarKind.HardLink, "m", "a"), (TarKind.HardLink, "z", "a")],
            members.Select(member => (member.Kind, member.Name, member.Target)));
        Assert.Equal("data"u8, File.ReadAllBytes(file.Path).AsSpan((int)members[0].DataOffset, 4));
    }

    [Fact]
    public async Task Directory_that_was_made_for_a_mount_is_left_out_and_its_neighbours_stay()
    {
        var (_, members) = await WriteAsync(
            new RawTar().Directory("workspace").File("workspace2").File("work").Directory("srv").Directory(TarName.FromText("srv/größe")),
            new LayerOptions { MountPoints = ["/workspace", "/srv/größe"] });

        Assert.Equal(["srv/", "work", "workspace2"], members.Select(member => member.Name));
    }

    [Fact]
    public async Task What_the_image_has_below_a_mount_stays()
    {
        var (_, members) = await WriteAsync(
            new RawTar().Directory("etc").File("etc/motd", "data").File("data"), new LayerOptions { MountPoints = ["/etc", "/data"] });

        Assert.Equal(["data", "etc/", "etc/motd"], members.Select(member => member.Name));
    }

    [Fact]
    public async Task Devices_of_dev_are_left_out_and_fifos_and_other_devices_kept()
    {
        var (_, members) = await WriteAsync(
            new RawTar().Directory("dev").Add('3', "dev/null").Add('4', "dev/vda").Add('3', "srv/null").Add('6', "srv/fifo"));

        Assert.Equal(["dev/", "srv/fifo", "srv/null"], members.Select(member => member.Name));
    }

    [Fact]
    public async Task Later_times_become_the_given_one()
    {
        var (_, members) = await WriteAsync(
            new RawTar().File("old", modifiedAt: 999).File("young", modifiedAt: 1001).HardLink("younger", "young"),
            new LayerOptions { LatestTime = DateTimeOffset.FromUnixTimeSeconds(1000) });

        Assert.Equal([999, 1000, 1000], members.Select(member => member.ModifiedAt));
    }

    [Fact]
    public async Task Names_of_any_bytes_and_lengths_survive()
    {
        string[] names =
        [
            new('x', 100), new('y', 101), new string('d', 200) + "/" + new string('e', 3000), "new\nline", "latin\u00e9",
            "qu\"ote, c:\\ \t",
        ];
        var tar = names.Aggregate(new RawTar(), (raw, name) => raw.Extra('L', name + "\0").File("cut"));

        var (_, members) = await WriteAsync(tar.Extra('K', new string('t', 500) + "\0").Symlink("link", "cut"));

        Assert.Equal([.. names.Append("link").Order(StringComparer.Ordinal)], members.Select(member => member.Name));
        Assert.Equal(new string('t', 500), members.Single(member => member.Name == "link").Target);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Tar_that_is_not_that_of_a_root_is_refused_and_nothing_is_left(string reason, byte[] tar)
    {
        var error = await Assert.ThrowsAsync<PackException>(
            () => LayerTar.WriteAsync(new MemoryStream(tar), folder["layer.tar"], new LayerOptions(), Token));

        Assert.Contains(reason, error.Message);
        Assert.Equal(ErrorCodes.Pack, error.Code);
        Assert.Empty(folder.Entries);
    }

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "ends in the middle", [] },
        { "ends in the middle", new RawTar().File("a", "x").Unended() },
        { "ends in the middle", new RawTar().File("a", "x").Unended()[..700] },
        { "leads upward", new RawTar().File("../a").ToArray() },
        { "is absolute", new RawTar().File("/a").ToArray() },
        { "which is not there", new RawTar().HardLink("a", "b").ToArray() },
        { "which is not there", new RawTar().HardLink("a", "b").HardLink("b", "a").ToArray() },
        { "which a layer cannot hold", new RawTar().Add('V', "label").ToArray() },
        { "cannot have data", new RawTar().Add('2', "a", "b", [1]).ToArray() },
        { "two long names", new RawTar().Extra('L', "a\0").Extra('L', "b\0").File("c").ToArray() },
        { "ends after a long name", new RawTar().Extra('L', "a\0").ToArray() },
        { "wrong checksum", [.. new byte[] { 1 }, .. new byte[2047]] },
    };

    [Fact(Timeout = 30_000)]
    public async Task Gnu_tar_makes_and_unpacks_what_the_layer_holds()
    {
        Directory.CreateDirectory(folder["root/dir with space"]);
        File.WriteAllText(folder["root/dir with space/ünï\ncode"], "text");
        File.WriteAllText(folder["root/" + new string('n', 200)], "long");
        File.CreateSymbolicLink(folder["root/absolute"], "/etc/passwd");
        await RunAsync("ln", folder["root/dir with space/ünï\ncode"], folder["root/a second name"]);
        await RunAsync("tar", "--create", "--format=gnu", $"--directory={folder["root"]}", $"--file={folder["raw.tar"]}", ".");

        await using (var raw = File.OpenRead(folder["raw.tar"]))
            await LayerTar.WriteAsync(raw, folder["layer.tar"], new LayerOptions(), Token);
        await using (var layer = File.OpenRead(folder["layer.tar"]))
            await LayerTarCheck.EnsureSafeAsync(layer, Token);
        Directory.CreateDirectory(folder["out"]);
        await RunAsync("tar", "--extract", $"--directory={folder["out"]}", $"--file={folder["layer.tar"]}");

        await RunAsync("diff", "--recursive", "--no-dereference", folder["root"], folder["out"]);
        await RunAsync("test", folder["out/a second name"], "-ef", folder["out/dir with space/ünï\ncode"]);
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancelled_layer_leaves_nothing()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => LayerTar.WriteAsync(new RawTar().File("a").ToStream(), folder["layer.tar"], new LayerOptions(), source.Token));

        Assert.Empty(folder.Entries);
    }

    static async Task RunAsync(params string[] argv) => (await new CommandRunner().RunAsync(new Command(argv), Token)).EnsureSuccess();

    async Task<(LayerFile File, List<TarMember> Members)> WriteAsync(RawTar raw, LayerOptions? options = null)
    {
        var path = folder[$"layer-{folder.Entries.Length}.tar"];
        var file = await LayerTar.WriteAsync(raw.ToStream(), path, options ?? new LayerOptions(), Token);
        await using var layer = File.OpenRead(file.Path);
        var scanner = new TarScanner(layer);
        var members = new List<TarMember>();
        while (await scanner.NextAsync(Token) is { } member)
            members.Add(member);
        return (file, members);
    }
}
