using System.Runtime.Versioning;
using System.Text.Json;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

[UnsupportedOSPlatform("windows")]
public sealed class RunSweepTests : IDisposable
{
    readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    Task SweepAsync() => RunSweep.SweepAsync(RunRoot.At(_folder.Path), Token);

    string[] Left() => [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).OfType<string>()];

    string MakeDirectory(OwnerRecord? record, string name = "0123456789abcdef")
    {
        var unfinished = Directory.CreateDirectory(_folder[".making-" + name]).FullName;
        using var held = RunLock.Take(unfinished);
        record?.Write(unfinished);
        Directory.Move(unfinished, _folder[name]);
        return _folder[name];
    }

    static OwnerRecord Gone => OwnerRecord.OfThisProcess("0123456789abcdef") with { StartTime = 1 };

    [Theory(Timeout = 30_000)]
    [InlineData("recorded")]
    [InlineData("unrecorded")]
    public async Task Hypervisor_and_directory_of_a_killed_owner_are_removed(string variant)
    {
        await using var owner = await TestHost.StartAsync("hold-run-directory", _folder.Path, variant);
        await owner.SignalAsync(Signals.Kill);
        Assert.NotNull(ProcessStat.OfLiving(owner.NamedPid));

        await SweepAsync();

        Assert.Null(ProcessStat.OfLiving(owner.NamedPid));
        Assert.Empty(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Directory_of_a_killed_owner_is_removed_although_its_child_lives_for_children_do_not_inherit_the_lock()
    {
        await using var owner = await TestHost.StartAsync("hold-run-directory", _folder.Path, "recorded");
        await owner.SignalAsync(Signals.Kill);

        await using var held = RunLock.TryTake(owner.Line.Split(' ')[0]);

        Assert.NotNull(held);
        Assert.NotNull(ProcessStat.OfLiving(owner.NamedPid));
        Signals.Send(owner.NamedPid, Signals.Kill);
    }

    [Fact(Timeout = 30_000)]
    public async Task Machine_of_a_living_owner_is_left_alone()
    {
        await using var owner = await TestHost.StartAsync("hold-run-directory", _folder.Path, "recorded");

        await SweepAsync();

        Assert.NotNull(ProcessStat.OfLiving(owner.NamedPid));
        Assert.Single(Left());
        await owner.EndAsync();
        Assert.Empty(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Held_lock_is_enough_to_be_left_alone()
    {
        var path = MakeDirectory(Gone);
        await using var held = RunLock.Take(path);

        await SweepAsync();

        Assert.Single(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Directories_of_this_process_are_left_alone_even_without_their_lock()
    {
        MakeDirectory(OwnerRecord.OfThisProcess("0123456789abcdef"));

        await SweepAsync();

        Assert.Single(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Process_that_got_the_hypervisors_id_or_lacks_the_run_id_is_left_alone()
    {
        await using var bystander = Sh.Runner.Start(new Command("sleep", "300"));
        var start = ProcessStat.OfLiving(bystander.ProcessId)!.StartTime;
        MakeDirectory(Gone with { HypervisorPid = bystander.ProcessId, HypervisorStartTime = start });
        await using var carrier = Sh.Runner.Start(TestHost.Command("idle", "0123456789abcdee"));
        MakeDirectory(Gone with { HypervisorPid = carrier.ProcessId, HypervisorStartTime = start - 1 }, "0123456789abcdee");

        await SweepAsync();

        Assert.NotNull(ProcessStat.OfLiving(bystander.ProcessId));
        Assert.NotNull(ProcessStat.OfLiving(carrier.ProcessId));
        Assert.Empty(Left());
    }

    [Fact(Timeout = 60_000)]
    public async Task Machine_whose_owner_lets_go_of_it_and_ends_while_the_sweep_looks_is_left_alone()
    {
        await using var hypervisor = Sh.Runner.Start(TestHost.Command("idle", "0123456789abcdef"));
        var path = MakeDirectory(record: null);
        // The first look waits at a pipe, and gets the record as it was.
        var pipe = Path.Combine(path, OwnerRecord.FileName);
        await Sh.Runner.RunAsync(new Command("mkfifo", pipe), Token);
        var sweep = Task.Run(SweepAsync, Token);
        await using (var looked = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            (Gone with
            {
                Detached = true,
                HypervisorPid = hypervisor.ProcessId,
                HypervisorStartTime = ProcessStat.OfLiving(hypervisor.ProcessId)!.StartTime,
            }).Write(path);
            JsonSerializer.Serialize(looked, Gone, OwnerRecordJson.Default.OwnerRecord);
        }

        await sweep;

        Assert.NotNull(ProcessStat.OfLiving(hypervisor.ProcessId));
        Assert.Single(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Detached_machine_is_left_alone_while_it_lives_and_removed_afterwards()
    {
        await using var hypervisor = Sh.Runner.Start(new Command("sleep", "300"));
        MakeDirectory(Gone with
        {
            Detached = true,
            HypervisorPid = hypervisor.ProcessId,
            HypervisorStartTime = ProcessStat.OfLiving(hypervisor.ProcessId)!.StartTime,
        });

        await SweepAsync();
        Assert.Single(Left());
        await hypervisor.DisposeAsync();
        await SweepAsync();

        Assert.Empty(Left());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Directory_with_an_unreadable_record_is_removed_when_its_lock_is_free(string record)
    {
        var path = MakeDirectory(record: null);
        await File.WriteAllTextAsync(Path.Combine(path, OwnerRecord.FileName), record, Token);

        await SweepAsync();

        Assert.Empty(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Links_files_and_directories_under_somebodys_hands_are_left_alone()
    {
        using var elsewhere = new TemporaryDirectory();
        await File.WriteAllTextAsync(elsewhere["precious"], "", Token);
        Directory.CreateSymbolicLink(_folder["link"], elsewhere.Path);
        await File.WriteAllTextAsync(_folder["file"], "", Token);
        Directory.CreateDirectory(_folder[".being-made"]);
        Directory.SetLastWriteTimeUtc(_folder[".being-made"], DateTime.UtcNow.AddMinutes(-1));

        await SweepAsync();

        Assert.Equal([".being-made", "file", "link"], Left().Order());
        Assert.True(File.Exists(elsewhere["precious"]));
    }

    [Fact(Timeout = 30_000)]
    public async Task Directory_whose_making_was_given_up_is_removed()
    {
        var path = Directory.CreateDirectory(_folder[".being-made"]).FullName;
        Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));

        await SweepAsync();

        Assert.Empty(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Directory_whose_maker_was_killed_with_its_lock_is_removed_at_once()
    {
        var path = MakeDirectory(Gone, ".being-made");
        Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));

        await SweepAsync();

        Assert.Empty(Left());
    }

    [Fact(Timeout = 30_000)]
    public async Task Directory_of_another_user_is_left_alone()
    {
        Assert.SkipUnless(FileOwner.CurrentUser == 0, "Only root can make a directory of another user.");
        var path = MakeDirectory(Gone);
        (await Sh.Runner.RunAsync(new Command("chown", "65534", path), Token)).EnsureSuccess();

        await SweepAsync();

        Assert.Single(Left());
    }

    [Fact(Timeout = 60_000)]
    public async Task Sweeps_and_owners_at_once_do_not_disturb_each_other()
    {
        var root = RunRoot.At(_folder.Path);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                using var mine = root.Create();
                MakeDirectory(Gone, $"dead-{worker}-{round}");
                await RunSweep.SweepAsync(root, Token);
                Assert.True(File.Exists(mine.FilePath(OwnerRecord.FileName)));
            }
        })));

        await SweepAsync();

        Assert.Empty(Left());
    }
}
