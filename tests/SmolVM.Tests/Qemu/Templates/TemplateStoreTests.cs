using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Qemu.Templates;
using SmolVM.Tests.Images;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class TemplateStoreTests : IDisposable
{
    const int Limit = 30_000;

    readonly TemplateFolder folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task One_is_made_once_and_found_afterwards()
    {
        using var made = await folder.MakeAsync("k1");

        using var found = await folder.Store.GetOrAddAsync("k1", 0, MadeTwiceAsync, null, Token);

        Assert.Equal(folder.Files("k1"), found.Files);
        Assert.Equal(made.State, found.State);
    }

    [Fact(Timeout = Limit)]
    public async Task Two_that_want_the_same_one_make_one_and_nobody_sees_it_before_it_is_whole()
    {
        var making = new Making();
        var first = folder.Store.GetOrAddAsync("k1", 0, making.FillAsync, null, Token);
        await making.Started;
        var lines = new Lines();
        var second = folder.Store.GetOrAddAsync("k1", 0, MadeTwiceAsync, lines, Token);
        await lines.First;

        Assert.Null(folder.Store.Find("k1"));
        making.End();

        using var made = await first;
        using var taken = await second;
        Assert.Equal(made.Files, taken.Files);
        Assert.Equal(["k1"], folder.Names);
        Assert.Equal(["Waiting for another process that prepares a machine to clone."], lines.All);
    }

    [Fact(Timeout = Limit)]
    public async Task A_maker_that_fails_leaves_nothing_and_the_next_one_makes_it()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => folder.Store.GetOrAddAsync("k1", 0, FailAsync, null, Token));

        Assert.Empty(folder.Names);
        using var made = await folder.MakeAsync("k1");
        Assert.Equal(["k1"], folder.Names);

        static async Task FailAsync(TemplateFiles files, CancellationToken token)
        {
            await TemplateFolder.FillAsync(files, token);
            throw new NotSupportedException();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_maker_that_is_cancelled_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var making = new Making();
        var first = folder.Store.GetOrAddAsync("k1", 0, making.FillAsync, null, cancel.Token);
        await making.Started;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Empty(folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task What_there_is_no_room_for_is_refused_before_it_is_made()
    {
        using var cacheFolder = new TemporaryDirectory();
        var cache = new SmolCache(cacheFolder.Path);
        var full = new TemplateStore(new TemplateArea(cache, memory: null, _ => 10 << 20));

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => full.GetOrAddAsync("k1", 608 << 20, MadeTwiceAsync, null, Token));

        Assert.Equal(ErrorCodes.NoSpace, refusal.Code);
        Assert.Contains("10 MiB free, and up to 608 MiB are needed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task One_that_is_thrown_away_is_made_anew()
    {
        (await folder.MakeAsync("k1")).Dispose();

        await folder.Store.DiscardAsync("k1", DateTime.UtcNow.AddSeconds(1), Token);

        Assert.Empty(folder.Names);
        using var anew = await folder.MakeAsync("k1");
        Assert.Equal(TemplateFolder.MemoryBytes, new FileInfo(anew.Files.Memory).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task One_that_was_made_after_the_failure_is_another_and_stays()
    {
        using var made = await folder.MakeAsync("k1");

        await folder.Store.DiscardAsync("k1", File.GetLastWriteTimeUtc(made.Files.Manifest), Token);

        Assert.Equal(["k1"], folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task A_damaged_one_is_thrown_away_also_while_clones_of_it_run()
    {
        using var used = await folder.MakeAsync("k1");

        await folder.Store.DiscardAsync("k1", DateTime.UtcNow.AddSeconds(1), Token);

        Assert.Empty(folder.Names);
    }

    [Fact(Timeout = Limit)]
    public async Task Two_caches_that_share_the_memory_make_one()
    {
        var making = new Making();
        var first = folder.InMemory("one").GetOrAddAsync("k1", 0, making.FillAsync, null, Token);
        await making.Started;
        var lines = new Lines();
        var second = folder.InMemory("other").GetOrAddAsync("k1", 0, MadeTwiceAsync, lines, Token);
        await lines.First;

        making.End();

        using var made = await first;
        using var taken = await second;
        Assert.Equal(made.Files, taken.Files);
    }

    static Task MadeTwiceAsync(TemplateFiles files, CancellationToken token) =>
        throw new InvalidOperationException("made, and should not be");
}
