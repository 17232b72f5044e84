using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class ImportedKitTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    ImportedKit Imported => new(new SmolCache(folder.Path));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void There_is_none_until_one_is_chosen_and_none_when_it_is_forgotten()
    {
        Assert.Null(Imported.Read());
        Imported.Choose("k1");
        Imported.Forget();
        Assert.Null(Imported.Read());
    }

    [Fact]
    public async Task The_chosen_one_is_read()
    {
        folder.Make("kits/k1");
        foreach (var name in new[] { "vmlinux", "vmlinuz", "initramfs.cpio", "id_ed25519" })
            folder.Write($"kits/k1/{name}", "");
        await new KitFiles(folder["kits/k1"]).WriteAsync(
            new KitDescription("key", "6.1", "ssh-ed25519 A", []), TestContext.Current.CancellationToken);

        Imported.Choose("k1");

        Assert.Equal("key", Imported.Read()?.Key);
        Assert.Equal("6.1", KitFiles.ReleaseOf(folder["kits/k1"]));
    }

    [Fact]
    public void One_that_was_removed_since_is_not_passed_over()
    {
        Imported.Choose("gone");

        var refused = Assert.Throws<ImageException>(Imported.Read);

        Assert.Contains("dotnet smolvm kit import FILE", refused.Message);
    }
}
