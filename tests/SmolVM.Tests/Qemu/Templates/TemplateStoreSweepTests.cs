using SmolVM.Images;
using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

/// <summary>What goes when another template is made, and what never does.</summary>
public sealed class TemplateStoreSweepTests : IDisposable
{
    const int Limit = 30_000;

    static readonly DateTime LongAgo = DateTime.UtcNow.AddDays(-8);

    readonly TemplateFolder folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task One_that_nobody_used_for_long_goes_when_another_is_made()
    {
        (await folder.MakeAsync("old")).Dispose();
        File.SetLastWriteTimeUtc(folder.Files("old").Use, LongAgo);

        using var made = await folder.MakeAsync("new");

        Assert.Equal(["new"], folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task One_that_is_in_use_stays_however_long_ago_that_began()
    {
        using var used = await folder.MakeAsync("old");
        File.SetLastWriteTimeUtc(used.Files.Use, LongAgo);

        using var made = await folder.MakeAsync("new");

        Assert.Equal(["new", "old"], folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task To_use_one_makes_it_young_again()
    {
        (await folder.MakeAsync("old")).Dispose();
        File.SetLastWriteTimeUtc(folder.Files("old").Use, LongAgo);

        folder.Store.Find("old")!.Dispose();
        using var made = await folder.MakeAsync("new");

        Assert.Equal(["new", "old"], folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task One_whose_key_is_locked_stays()
    {
        (await folder.MakeAsync("old")).Dispose();
        File.SetLastWriteTimeUtc(folder.Files("old").Use, LongAgo);
        using var locked = await TemplateLock.TakeAsync([folder.Area], "old", null, Token);

        using var made = await folder.MakeAsync("new");

        Assert.Equal(["new", "old"], folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_dead_maker_left_goes_at_the_next_sweep()
    {
        using var made = await folder.MakeAsync("whole");
        Directory.CreateDirectory(folder.Files(CacheSweep.TemporaryName("dead")).Directory);

        folder.Store.SweepUnfinished();

        Assert.Equal(["whole"], folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_being_made_stays()
    {
        var making = new Making();
        var first = folder.Store.GetOrAddAsync("k1", 0, making.FillAsync, null, Token);
        await making.Started;

        folder.Store.SweepUnfinished();
        making.End();

        using var made = await first;
        Assert.Equal(["k1"], folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_being_made_in_memory_for_another_cache_stays()
    {
        var making = new Making();
        var first = folder.InMemory("one").GetOrAddAsync("k1", 0, making.FillAsync, null, Token);
        await making.Started;

        folder.InMemory("other").SweepUnfinished();
        making.End();

        using var made = await first;
        Assert.Equal(TemplateFolder.MemoryBytes, new FileInfo(made.Files.Memory).Length);
    }

    [Fact]
    public void One_of_a_process_alone_stays_until_it_lets_go()
    {
        using (var place = folder.Store.New(0))
        {
            folder.Store.SweepUnfinished();

            Assert.True(Directory.Exists(place.Files.Directory));
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Area));
    }

    [Fact]
    public void One_of_a_process_that_died_goes_at_the_next_sweep()
    {
        var place = folder.Store.New(0);
        place.Held!.Dispose();

        folder.Store.SweepUnfinished();

        Assert.Empty(folder.Names);
    }
}
