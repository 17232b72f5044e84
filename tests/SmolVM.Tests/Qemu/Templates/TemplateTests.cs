using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class TemplateTests : IDisposable
{
    const int Limit = 30_000;

    static readonly Dictionary<string, Action<TemplateFiles>> Damage = new()
    {
        ["truncated memory"] = files => Truncate(files.Memory, TemplateFolder.MemoryBytes - 1),
        ["longer memory"] = files => Truncate(files.Memory, TemplateFolder.MemoryBytes + 1),
        ["no memory"] = files => File.Delete(files.Memory),
        ["truncated state"] = files => Truncate(files.State, 2),
        ["changed state"] = files => File.WriteAllBytes(files.State, [1, 2, 4]),
        ["no state"] = files => File.Delete(files.State),
        ["broken manifest"] = files => File.WriteAllText(files.Manifest, "{ \"Qemu\": "),
        ["manifest without the memory's size"] = files => File.WriteAllText(files.Manifest, "{ \"Qemu\": \"7.2\", \"StateSha256\": \"\" }"),
        ["empty manifest"] = files => File.WriteAllText(files.Manifest, "null"),
        ["no manifest"] = files => File.Delete(files.Manifest),
    };

    readonly TemplateFolder folder = new();

    public static TheoryData<string> Damages => [.. Damage.Keys];

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_one_is_told_from_one_that_is_not_there(string damage)
    {
        (await folder.MakeAsync("k1")).Dispose();
        Damage[damage](folder.Files("k1"));

        Assert.Throws<InvalidDataException>(() => folder.Store.Find("k1"));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_one_is_let_go_of_so_that_it_can_be_swept(string damage)
    {
        (await folder.MakeAsync("k1")).Dispose();
        Damage[damage](folder.Files("k1"));
        Assert.Throws<InvalidDataException>(() => folder.Store.Find("k1"));

        TemplateSweep.Remove(folder.Files("k1").Directory);

        Assert.Empty(folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task The_sentence_has_the_file_and_the_sizes()
    {
        (await folder.MakeAsync("k1")).Dispose();
        Truncate(folder.Files("k1").Memory, 100);

        var refusal = Assert.Throws<InvalidDataException>(() => folder.Store.Find("k1"));

        Assert.Equal($"'{folder.Files("k1").Memory}' has 100 bytes, not {TemplateFolder.MemoryBytes}", refusal.Message);
    }

    [Fact]
    public void One_that_is_not_there_is_none() => Assert.Null(folder.Store.Find("k1"));

    [Fact(Timeout = Limit)]
    public async Task One_with_a_disk_names_its_format()
    {
        (await folder.MakeAsync("k1")).Dispose();
        var manifest = TemplateManifest.Read(folder.Files("k1").Manifest) with { DiskFormat = "qcow2" };
        await manifest.WriteAsync(folder.Files("k1").Manifest, TestContext.Current.CancellationToken);

        using var template = folder.Store.Find("k1");

        Assert.Equal(new(folder.Files("k1").Disk, "qcow2"), template!.Disk);
    }

    [Fact(Timeout = Limit)]
    public async Task One_that_is_in_use_is_not_removed_and_afterwards_it_is()
    {
        using (var used = await folder.MakeAsync("k1"))
        {
            TemplateSweep.Remove(used.Files.Directory);
            Assert.Equal(["k1"], folder.Names);
        }
        TemplateSweep.Remove(folder.Files("k1").Directory);

        Assert.Empty(folder.Names);
    }

    static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(length);
    }
}
