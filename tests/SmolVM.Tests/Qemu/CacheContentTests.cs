using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Packs;
using SmolVM.Qemu;
using SmolVM.Qemu.Stored;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu;

public sealed class CacheContentTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    SmolCache Cache => new(folder.Path);

    CacheContent Content => new(Cache, new TemplateArea(Cache, null, DiskSpace.Free));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_not_used_for_long_is_removed_and_the_rest_stays()
    {
        Used("images/old", DateTime.UtcNow.AddDays(-40));
        Used("kits/old", DateTime.UtcNow.AddDays(-31));
        Used("tools/new", DateTime.UtcNow.AddDays(-29));

        var removed = Content.Prune(TimeSpan.FromDays(30), keep: false);

        Assert.Equal(["images/old", "kits/old"], removed.Select(entry => $"{entry.Area}/{entry.Key}"));
        Assert.Equal(["new"], Content.List().Select(entry => entry.Key));
    }

    [Fact]
    public void A_look_removes_nothing()
    {
        Used("images/old", DateTime.UnixEpoch);

        Assert.Single(Content.Prune(TimeSpan.Zero, keep: true));
        Assert.Single(Content.List());
    }

    [Fact]
    public void The_image_below_the_disk_of_a_stored_machine_stays_whether_it_runs_or_not()
    {
        Used("images/below", DateTime.UnixEpoch);
        Used("images/other", DateTime.UnixEpoch);
        new MachineFolder(Cache, "dev").Create(
            new MachineFile { Created = DateTimeOffset.UnixEpoch, Options = StoredOptions.Of(new MachineOptions()), RootKey = "below" });

        var removed = Content.Prune(TimeSpan.Zero, keep: false);

        Assert.Equal(["other"], removed.Select(entry => entry.Key));
        Assert.True(Content.IsUsed(Assert.Single(Content.List())));
    }

    [Fact]
    public void The_kit_that_was_imported_stays_for_nothing_here_makes_it_anew()
    {
        Used("kits/imported-one", DateTime.UnixEpoch);
        new ImportedKit(Cache).Choose("imported-one");

        Assert.Empty(Content.Prune(TimeSpan.Zero, keep: false));
    }

    [Fact]
    public void Where_a_stored_machine_cannot_be_read_nothing_is_removed()
    {
        Used("images/old", DateTime.UnixEpoch);
        folder.Write("machines/dev/machine.json", "{");

        Assert.ThrowsAny<SmolVM.Errors.SmolVmException>(() => Content.Prune(TimeSpan.Zero, keep: false));

        Assert.Single(Content.List());
    }

    [Fact]
    public void A_frozen_machine_stays_while_something_is_based_on_it()
    {
        var path = folder.Make("templates/t1");
        folder.Write("templates/t1/template.json", "{}");
        folder.Write("templates/t1/use", "");
        using (File.Open(Path.Combine(path, "use"), FileMode.Open, FileAccess.Read, FileShare.Read))
            Assert.Empty(Content.Prune(TimeSpan.Zero, keep: false));

        var removed = Content.Prune(TimeSpan.Zero, keep: false);

        Assert.Equal([path], removed.Select(entry => entry.Directory));
        Assert.False(Directory.Exists(path));
    }

    void Used(string name, DateTime when) => File.SetLastWriteTimeUtc(folder.Write($"{name}/{CacheHold.FileName}", ""), when);
}
