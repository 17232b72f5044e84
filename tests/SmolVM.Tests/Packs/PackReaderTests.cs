using SmolVM.Errors;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Tests.Packs;

public sealed class PackReaderTests : IDisposable
{
    static readonly byte[] Layer = new RawTar().Directory("./").File("./etc/hostname", "guest\n").ToArray();

    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 30_000)]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(3u)]
    public async Task Pack_written_by_hand_is_read_and_unpacked(uint version)
    {
        var path = folder.Write("a.smolmachine", (RawPack.WithLayer(Layer) with { Version = version }).ToArray());

        await using var pack = await PackReader.OpenAsync(path, Token);
        var extracted = await pack.ExtractAsync(folder["out"], new CommandRunner(), Token);

        Assert.Equal("alpine:3.22", extracted.Manifest.Image);
        Assert.Equal([folder[Path.Combine("out", RawPack.LayerName)]], extracted.Layers);
        Assert.Equal(Layer, File.ReadAllBytes(extracted.Layers[0]));
        Assert.Equal(["a.smolmachine", "out"], folder.Entries);
    }

    [Fact(Timeout = 30_000)]
    public async Task Pack_behind_an_executable_is_read()
    {
        var path = folder.Write("app", (RawPack.WithLayer(Layer) with { Stub = new byte[777], StubSize = 777 }).ToArray());

        await using var pack = await PackReader.OpenAsync(path, Token);
        var extracted = await pack.ExtractAsync(folder["out"], new CommandRunner(), Token);

        Assert.Equal(Layer, File.ReadAllBytes(extracted.Layers[0]));
    }

    [Fact]
    public async Task Manifest_is_read_without_unpacking()
    {
        var path = folder.Write("a.smolmachine", RawPack.WithLayer(Layer).ToArray());

        var manifest = await SmolMachineFile.ReadManifestAsync(path, Token);

        Assert.Equal((ulong)Layer.Length, Assert.Single(manifest.Assets.Layers).Size);
    }

    [Fact]
    public async Task Truncated_anywhere_is_refused()
    {
        var whole = RawPack.WithLayer(Layer).ToArray();
        foreach (var length in Enumerable.Range(0, whole.Length).Where(at => at % 13 == 0 || at > whole.Length - 130))
            Assert.Equal(ErrorCodes.Pack, (await RefusalAsync(whole[..length])).Code);
    }

    [Fact]
    public async Task Any_flipped_bit_before_the_footer_is_refused()
    {
        var whole = RawPack.WithLayer(Layer).ToArray();
        foreach (var at in Enumerable.Range(0, whole.Length - 64).Where(at => at % 31 == 0))
            Assert.Contains("checksum", (await RefusalAsync([.. whole[..at], (byte)(whole[at] ^ 4), .. whole[(at + 1)..]])).Message);
    }

    public static TheoryData<string, string> WrongFields => new()
    {
        { "magic", "SMOLPACK" },
        { "version 0", "version 0" },
        { "version 4", "version 4" },
        { "stub size", "stub has 5 bytes" },
        { "assets offset", "its footer describes" },
        { "assets size", "its footer describes" },
        { "assets size wraps", "its footer describes" },
        { "manifest offset", "its manifest is at" },
        { "manifest size", "its footer describes" },
        { "manifest oversized", "at most 16777216" },
        { "sizes swapped", "its manifest is at" },
        { "checksum", "its checksum is" },
        { "reserved", "reserved" },
        { "trailing bytes", "SMOLPACK" },
        { "not zstd", "not compressed with zstd" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task Wrong_field_is_refused_by_name(string field, string named)
    {
        var pack = RawPack.WithLayer(Layer);
        pack = field switch
        {
            "magic" => pack with { Magic = "SMOLSECT" },
            "version 0" => pack with { Version = 0 },
            "version 4" => pack with { Version = 4 },
            "stub size" => pack with { StubSize = 5 },
            "assets offset" => pack with { AssetsOffsetError = 1 },
            "assets size" => pack with { AssetsSizeError = -1 },
            "assets size wraps" => pack with { AssetsSizeError = -pack.Assets.Length - 64 },
            "manifest offset" => pack with { ManifestOffsetError = 1 },
            "manifest size" => pack with { ManifestSizeError = 1 },
            "manifest oversized" => pack with { ManifestSizeError = 16 * 1024 * 1024 },
            "sizes swapped" => pack with { AssetsSizeError = 1, ManifestSizeError = -1 },
            "checksum" => pack with { ChecksumError = 1 },
            "reserved" => pack with { Reserved = 1 },
            "trailing bytes" => pack with { Trailer = [0] },
            "not zstd" => pack with { Assets = new byte[100] },
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        };

        var error = await RefusalAsync(pack.ToArray());

        Assert.Contains(named, error.Message);
        Assert.Contains(folder["bad.smolmachine"], error.Message);
    }

    [Fact]
    public async Task Manifest_without_a_key_is_refused_with_the_file()
    {
        var error = await RefusalAsync(RawPack.OfManifest("{}").ToArray());
        var path = folder["bad.smolmachine"];
        Assert.Equal($"The pack '{path}' is refused: its manifest has no 'image'. Make it or fetch it again.", error.Message);
    }

    [Theory]
    [InlineData("none.smolmachine")]
    [InlineData("none/none.smolmachine")]
    [InlineData(".")]
    public async Task Path_that_is_no_file_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<PackException>(() => SmolMachineFile.ReadManifestAsync(folder[name], Token));
        Assert.Contains(folder[name], error.Message);
    }

    async Task<PackException> RefusalAsync(byte[] bytes)
    {
        var path = folder.Write("bad.smolmachine", bytes);
        return await Assert.ThrowsAsync<PackException>(() => PackReader.OpenAsync(path, Token));
    }
}
