using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class KitFilesTests : IDisposable
{
    static readonly KitDescription Description = new("k1", "6.1.0-1-amd64", "ssh-ed25519 AAAA", ["bash_1_amd64.deb"]);

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        await FillAsync();

        var kit = new KitFiles(_folder.Path).Read();

        Assert.Equal(
            new Kit(
                "k1", _folder["vmlinux"], _folder["vmlinuz"], _folder["initramfs.cpio"], "6.1.0-1-amd64",
                "ssh-ed25519 AAAA", _folder["id_ed25519"]),
            kit);
    }

    [Theory]
    [InlineData("vmlinux")]
    [InlineData("vmlinuz")]
    [InlineData("initramfs.cpio")]
    [InlineData("id_ed25519")]
    [InlineData("kit.json")]
    public async Task A_lost_file_is_named_with_the_way_out(string name)
    {
        await FillAsync();
        File.Delete(_folder[name]);

        var refused = Assert.Throws<ImageException>(() => new KitFiles(_folder.Path).Read());

        Assert.Equal(
            $"The cache has lost the file '{_folder[name]}'. Delete the directory '{_folder.Path}': it is made anew.",
            refused.Message);
    }

    async Task FillAsync()
    {
        foreach (var name in new[] { "vmlinux", "vmlinuz", "initramfs.cpio", "id_ed25519" })
            await File.WriteAllTextAsync(_folder[name], "", Token);
        await new KitFiles(_folder.Path).WriteAsync(Description, Token);
    }
}
