using SmolVM.Images;

namespace SmolVM.Tests.Images;

public sealed class CacheEntriesTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    SmolCache Cache => new(folder.Path);

    CacheEntries Entries => new(Cache);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_entry_that_this_process_has_used_is_not_removed()
    {
        var path = await Cache.GetOrAddAsync(new CacheEntry("images", "k1", "it", Fill), null, Token);

        var entry = Assert.Single(Entries.List());

        Assert.Equal(("images", "k1", path), (entry.Area, entry.Key, entry.Directory));
        Assert.True(Entries.IsUsed(entry));
        Assert.False(Entries.TryRemove(entry));
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public async Task One_that_nobody_uses_is_removed_with_the_requests_that_lead_to_it()
    {
        var path = folder.Make("images/k1");
        folder.Write("images/r1.key", "k1");
        folder.Write("images/r2.key", "k2");
        folder.Write("images/k1/root.erofs", "1");

        var removed = Entries.TryRemove(Assert.Single(Entries.List()));
        var made = await Cache.GetOrResolveAsync(
            "images", "r1", "it", _ => Task.FromResult(new CacheEntry("images", "k1", "it", Fill)), null, Token);

        Assert.True(removed);
        Assert.Equal(path, made);
        Assert.Equal(["k1", "r1.key", "r2.key"], Directory.EnumerateFileSystemEntries(folder["images"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void It_is_not_removed_while_somebody_makes_it()
    {
        folder.Make("images/k1");
        using var maker = Cache.TryLock("images", "k1");

        Assert.False(Entries.TryRemove(Assert.Single(Entries.List())));
    }

    [Fact]
    public async Task Every_use_is_remembered()
    {
        var entry = new CacheEntry("kits", "k1", "it", Fill);
        var path = await Cache.GetOrAddAsync(entry, null, Token);
        File.SetLastWriteTimeUtc(Path.Combine(path, CacheHold.FileName), DateTime.UnixEpoch);
        var before = Entries.List().Single().LastUse;

        await Cache.GetOrAddAsync(entry, null, Token);

        Assert.Equal(DateTime.UnixEpoch, before);
        Assert.True(Entries.List().Single().LastUse > DateTime.UtcNow.AddMinutes(-5));
    }

    [Fact]
    public async Task An_entry_that_was_removed_by_hand_is_made_and_held_anew()
    {
        var entry = new CacheEntry("images", "k1", "it", Fill);
        Directory.Delete(await Cache.GetOrAddAsync(entry, null, Token), recursive: true);

        await Cache.GetOrAddAsync(entry, null, Token);

        Assert.True(Entries.IsUsed(Entries.List().Single()));
    }

    [Fact]
    public void Links_of_an_entry_are_not_followed_to_what_others_have()
    {
        folder.Write("elsewhere/large", new string('x', 1 << 20));
        folder.Make("tools/k1");
        Directory.CreateSymbolicLink(folder["tools/k1/link"], folder["elsewhere"]);

        Assert.Equal(0, Entries.List().Single().Bytes);
    }

    static Task Fill(string directory, CancellationToken token) => File.WriteAllTextAsync(Path.Combine(directory, "file"), "1", token);
}
