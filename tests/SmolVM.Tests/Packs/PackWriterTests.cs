using System.Security.Cryptography;
using System.Text;
using SmolVM.Errors;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Tests.Packs;

public sealed class PackWriterTests : IDisposable
{
    static readonly PackDescription Description = new() { Image = "base", Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) };

    readonly TemporaryDirectory folder = new();
    readonly CommandRunner runner = new();

    public void Dispose() => folder.Dispose();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task What_was_packed_is_unpacked()
    {
        var layer = Layer(5_000_001);
        await new PackWriter(runner).WriteAsync(folder["a.smolmachine"], layer, Description, Token);

        await using var pack = await PackReader.OpenAsync(folder["a.smolmachine"], Token);
        var extracted = await pack.ExtractAsync(folder["out"], runner, Token);

        Assert.Equal(File.ReadAllBytes(layer.Path), File.ReadAllBytes(Assert.Single(extracted.Layers)));
        Assert.Equal($"layers/{layer.Sha256}.tar", Assert.Single(pack.Manifest.Assets.Layers).Path);
        Assert.Equal(1024, new FileInfo(folder["out/agent-rootfs.tar"]).Length);
        Assert.Equal(["a.smolmachine", "layer.tar", "out"], folder.Entries);
    }

    [Fact(Timeout = 30_000)]
    public async Task File_has_version_1_and_not_a_byte_too_many()
    {
        await new PackWriter(runner).WriteAsync(folder["a.smolmachine"], Layer(1000), Description, Token);

        var bytes = File.ReadAllBytes(folder["a.smolmachine"]);
        var footer = PackFooter.Decode(bytes.AsSpan(bytes.Length - 64));
        Assert.Equal((1u, 0ul, 0ul), (footer.Version, footer.StubSize, footer.AssetsOffset));
        Assert.Equal((ulong)bytes.Length, footer.AssetsSize + footer.ManifestSize + 64);
        Assert.Equal(footer.AssetsSize, footer.ManifestOffset);
        Assert.Equal(RawPack.Checksum(bytes[..^64]), footer.Checksum);
    }

    [Fact(Timeout = 30_000)]
    public async Task Same_input_gives_the_same_bytes()
    {
        var layer = Layer(3_000_000);
        await new PackWriter(runner).WriteAsync(folder["a.smolmachine"], layer, Description, Token);
        await new PackWriter(runner).WriteAsync(folder["b.smolmachine"], layer, Description, Token);

        Assert.Equal(File.ReadAllBytes(folder["a.smolmachine"]), File.ReadAllBytes(folder["b.smolmachine"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task Another_content_changes_the_content_and_its_digest_only()
    {
        var (one, two) = (Layer(1_000_000, 7, "one"), Layer(1_000_000, 8, "two"));
        await new PackWriter(runner).WriteAsync(folder["a.smolmachine"], one, Description, Token);
        await new PackWriter(runner).WriteAsync(folder["b.smolmachine"], two, Description, Token);

        var (first, second) = (await PartsAsync("a.smolmachine", one), await PartsAsync("b.smolmachine", two));

        Assert.Equal(first.Manifest, second.Manifest);
        Assert.Equal(first.Head, second.Head);
        Assert.Equal(first.Tail, second.Tail);
        Assert.Equal(first.Footer, second.Footer);
        Assert.DoesNotContain(one.Sha256, first.Manifest);
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancelled_pack_leaves_the_old_file_and_nothing_else()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        folder.Write("a.smolmachine", [42]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PackWriter(new CancellingRunner(source))
            .WriteAsync(folder["a.smolmachine"], Layer(3_000_000), Description, source.Token));

        Assert.Equal(["a.smolmachine", "layer.tar"], folder.Entries);
        Assert.Equal([42], File.ReadAllBytes(folder["a.smolmachine"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task Failed_pack_leaves_nothing()
    {
        var layer = Layer(1000) with { Size = 2000 };

        var error = await Assert.ThrowsAsync<PackException>(
            () => new PackWriter(runner).WriteAsync(folder["a.smolmachine"], layer, Description, Token));

        Assert.Contains("has 1000 bytes, and had 2000", error.Message);
        Assert.Equal(["layer.tar"], folder.Entries);
    }

    [Fact]
    public async Task Disk_that_is_too_small_is_refused_with_the_numbers()
    {
        var writer = new PackWriter(runner) { FreeSpace = _ => 3 << 20 };

        var error = await Assert.ThrowsAsync<SmolVmException>(
            () => writer.WriteAsync(folder["a.smolmachine"], Layer(5 << 20), Description, Token));

        Assert.Equal(ErrorCodes.NoSpace, error.Code);
        Assert.Contains("has 3 MiB free, and up to 5 MiB are needed", error.Message);
        Assert.Equal(["layer.tar"], folder.Entries);
    }

    [Fact]
    public void Full_device_is_known_by_its_error()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Assert.True(DiskSpace.IsFull(Assert.Throws<IOException>(() => full.Write([1]))));
    }

    [Fact]
    public async Task Directory_is_refused()
    {
        var error = await Assert.ThrowsAsync<PackException>(
            () => new PackWriter(runner).WriteAsync(folder.Path, Layer(1), Description, Token));

        Assert.Contains("is a directory", error.Message);
    }

    [Fact]
    public async Task Path_below_a_file_is_refused_by_name()
    {
        var layer = Layer(1);
        var path = Path.Combine(layer.Path, "a.smolmachine");

        var error = await Assert.ThrowsAsync<PackException>(() => new PackWriter(runner).WriteAsync(path, layer, Description, Token));

        Assert.Contains($"The pack '{path}' cannot be written", error.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task Missing_directories_of_the_target_are_made()
    {
        await new PackWriter(runner).WriteAsync(folder["bin/smolpack/a.smolmachine"], Layer(1), Description, Token);
        Assert.True(File.Exists(folder["bin/smolpack/a.smolmachine"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_killed_writer_left_is_swept_and_what_a_living_one_writes_is_not()
    {
        folder.Write(".a.smolmachine.00.partial", [1]);
        folder.Write(".b.smolmachine.00.partial", [1]);
        await using var living = PartialFile.Create(folder["a.smolmachine"]);
        await using var second = PartialFile.Create(folder["a.smolmachine"]);

        Assert.Equal(3, folder.Entries.Length);
        Assert.Contains(".b.smolmachine.00.partial", folder.Entries);
    }

    /// <summary>All of a pack but the layer and its digest.</summary>
    async Task<(string Manifest, byte[] Head, byte[] Tail, byte[] Footer)> PartsAsync(string name, LayerFile layer)
    {
        var bytes = File.ReadAllBytes(folder[name]);
        var footer = PackFooter.Decode(bytes.AsSpan(bytes.Length - PackFooter.Size));
        var tar = new MemoryStream();
        var zstd = new Command(ZstdArgv.Decompress())
        {
            Input = async (stream, token) => await stream.WriteAsync(bytes.AsMemory(0, (int)footer.AssetsSize), token),
            Output = (stream, token) => stream.CopyToAsync(tar, token),
        };
        (await runner.RunAsync(zstd, Token)).EnsureSuccess();
        // The agent's tar with its header comes first, then the header of the layer, with a name and a checksum of its own.
        var head = tar.ToArray()[..2048];
        head.AsSpan(1536, 100).Clear();
        head.AsSpan(1536 + 148, 8).Clear();
        var manifest = Encoding.UTF8.GetString(bytes.AsSpan((int)footer.ManifestOffset, (int)footer.ManifestSize));
        return (
            manifest.Replace(layer.Sha256, "(digest)", StringComparison.Ordinal),
            head,
            tar.ToArray()[(2048 + (int)layer.Size)..],
            (footer with { Checksum = 0, AssetsSize = 0, ManifestOffset = 0 }).Encode());
    }

    LayerFile Layer(int size, int seed = 7, string name = "layer")
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return new LayerFile(folder.Write(name + ".tar", bytes), Convert.ToHexStringLower(SHA256.HashData(bytes)), size);
    }
}
