using System.Runtime.Versioning;
using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Processes;

namespace SmolVM.Tests.Images;

[SupportedOSPlatform("linux")]
public sealed class SmolCacheTests : IDisposable
{
    const int Limit = 30_000;

    readonly TemporaryDirectory _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task An_entry_is_built_once_and_found_afterwards()
    {
        var built = 0;
        var entry = Entry("k1", (directory, token) => File.WriteAllTextAsync(Path.Combine(directory, "file"), $"{++built}", token));

        var first = await Cache().GetOrAddAsync(entry, null, Token);
        var second = await Cache().GetOrAddAsync(entry, null, Token);

        Assert.Equal(first, second);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(second, "file"), Token));
    }

    [Fact(Timeout = Limit)]
    public async Task Directories_are_private_to_the_user()
    {
        var path = await Cache().GetOrAddAsync(Entry("k1", (_, _) => Task.CompletedTask), null, Token);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal([Owner, Owner, Owner], new[] { path, Path.GetDirectoryName(path)!, Root }.Select(File.GetUnixFileMode));
    }

    [Fact(Timeout = Limit)]
    public async Task A_second_builder_says_that_it_waits_and_takes_what_the_first_made()
    {
        var started = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        var first = Cache().GetOrAddAsync(
            Entry("k1", async (_, token) =>
            {
                started.SetResult();
                await mayEnd.Task.WaitAsync(token);
            }),
            null, Token);
        await started.Task;
        var lines = new Lines();

        var second = Cache().GetOrAddAsync(Entry("k1", (_, _) => throw new InvalidOperationException("built twice")), lines, Token);
        await lines.First;
        mayEnd.SetResult();

        Assert.Equal(await first, await second);
        Assert.Equal(["Waiting for another process that prepares the thing."], lines.All);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiting_for_another_process_can_be_cancelled()
    {
        await using var other = await LockHolder.StartAsync(Path.Combine(Cache().Folder("locks"), "area-k1.lock"));
        using var cancel = new CancellationTokenSource();
        var lines = new Lines();
        var waiting = Cache().GetOrAddAsync(Entry("k1", (_, _) => Task.CompletedTask), lines, cancel.Token);
        await lines.First;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_killed_process_left_is_swept_and_built_anew()
    {
        var cache = Cache();
        var half = Directory.CreateDirectory(Path.Combine(cache.Folder("area"), CacheSweep.TemporaryName("k1"))).FullName;
        await using var other = await LockHolder.StartAsync(Path.Combine(cache.Folder("locks"), "area-k1.lock"));
        var lines = new Lines();
        var waiting = cache.GetOrAddAsync(
            Entry("k1", (directory, token) => File.WriteAllTextAsync(Path.Combine(directory, "file"), "whole", token)), lines, Token);
        await lines.First;

        other.Kill();

        Assert.Equal("whole", await File.ReadAllTextAsync(Path.Combine(await waiting, "file"), Token));
        Assert.False(Directory.Exists(half));
    }

    [Fact(Timeout = Limit)]
    public async Task The_sweep_takes_what_dead_builders_of_other_keys_left_and_no_living_one_s()
    {
        var cache = Cache();
        var dead = Directory.CreateDirectory(Path.Combine(cache.Folder("area"), CacheSweep.TemporaryName("dead"))).FullName;
        var living = Directory.CreateDirectory(Path.Combine(cache.Folder("area"), CacheSweep.TemporaryName("living"))).FullName;
        await using var other = await LockHolder.StartAsync(Path.Combine(cache.Folder("locks"), "area-living.lock"));

        await cache.GetOrAddAsync(Entry("k1", (_, _) => Task.CompletedTask), null, Token);

        Assert.False(Directory.Exists(dead));
        Assert.True(Directory.Exists(living));
    }

    [Fact(Timeout = Limit)]
    public async Task A_builder_that_fails_leaves_nothing()
    {
        var failing = Entry("k1", async (directory, token) =>
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "file"), "half", token);
            throw new InvalidOperationException("no");
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => Cache().GetOrAddAsync(failing, null, Token));

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Root, "area")));
    }

    [Fact(Timeout = Limit)]
    public async Task A_resolved_key_is_remembered()
    {
        var entry = Entry("k1", (_, _) => Task.CompletedTask);

        var first = await Cache().GetOrResolveAsync("area", "asked", "the thing", _ => Task.FromResult(entry), null, Token);
        var second = await Cache().GetOrResolveAsync(
            "area", "asked", "the thing", _ => throw new InvalidOperationException("asked twice"), null, Token);

        Assert.Equal(first, second);
    }

    [Fact(Timeout = Limit)]
    public async Task A_remembered_key_without_its_entry_is_resolved_again()
    {
        var entry = Entry("k1", (_, _) => Task.CompletedTask);
        var path = await Cache().GetOrResolveAsync("area", "asked", "the thing", _ => Task.FromResult(entry), null, Token);
        Directory.Delete(path, recursive: true);

        await Cache().GetOrResolveAsync("area", "asked", "the thing", _ => Task.FromResult(entry), null, Token);

        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public void A_full_disk_is_found_before_the_work_with_both_numbers()
    {
        var cache = new SmolCache(Root, _ => 10 << 20);

        var refused = Assert.Throws<SmolVmException>(() => cache.RequireSpace(600 << 20, "Preparing the kit"));

        Assert.Equal(ErrorCodes.NoSpace, refused.Code);
        Assert.Equal(
            $"Preparing the kit needs 600 MiB in '{Root}', and 10 MiB are free. "
            + "Free some space there, or set SMOLVM_CACHE to a directory on another file system.",
            refused.Message);
    }

    [Fact]
    public void Enough_space_is_no_refusal() => Cache().RequireSpace(1, "It");

    [Fact]
    public void A_cache_that_cannot_be_made_names_the_way_out()
    {
        File.WriteAllText(Root, "");

        var refused = Assert.Throws<ImageException>(() => Cache().Folder("area"));

        Assert.Contains($"'{Path.Combine(Root, "area")}' cannot be made", refused.Message);
        Assert.Contains("SMOLVM_CACHE", refused.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task Preparing_has_a_deadline_of_its_own()
    {
        var late = await Assert.ThrowsAsync<CommandTimeoutException>(
            () => Preparation.RunAsync<int>("the kit", TimeSpan.FromMilliseconds(30), async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            }, Token));

        Assert.StartsWith("Preparing the kit took longer than 0 minutes", late.Message);
    }

    string Root => _folder["cache"];

    SmolCache Cache() => new(Root);

    static CacheEntry Entry(string key, Func<string, CancellationToken, Task> build) => new("area", key, "the thing", build);
}
