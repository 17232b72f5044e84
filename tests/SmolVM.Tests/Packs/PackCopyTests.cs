using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Tests.Packs;

public sealed class PackCopyTests : IDisposable
{
    static readonly byte[] Layer = new RawTar().Directory("./").File("./etc/hostname", "guest\n").ToArray();

    readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_copy_has_the_files_of_the_pack_and_another_description()
    {
        var raw = RawPack.WithLayer(Layer) with { Stub = new byte[777], StubSize = 777, Version = 3 };

        await PackCopy.WriteAsync(
            folder.Write("app", raw.ToArray()), folder["copy"], manifest => manifest with { Entrypoint = ["/bin/app"], Cpus = 1 }, Token);

        await using var copy = await PackReader.OpenAsync(folder["copy"], Token);
        var extracted = await copy.ExtractAsync(folder["out"], new CommandRunner(), Token);
        Assert.Equal(raw.Assets, File.ReadAllBytes(folder["copy"])[..raw.Assets.Length]);
        Assert.Equal(Layer, File.ReadAllBytes(extracted.Layers[0]));
        Assert.Equal(("/bin/app", 1, 8192u), (Assert.Single(copy.Manifest.Entrypoint), copy.Manifest.Cpus, copy.Manifest.MemoryMiB));
        Assert.Equal(["app", "copy", "out"], folder.Entries);
    }

    [Fact]
    public async Task A_damaged_pack_is_not_copied()
    {
        var pack = folder.Write("app", (RawPack.WithLayer(Layer) with { ChecksumError = 1 }).ToArray());

        await Assert.ThrowsAsync<PackException>(() => PackCopy.WriteAsync(pack, folder["copy"], manifest => manifest, Token));

        Assert.Equal(["app"], folder.Entries);
    }
}
