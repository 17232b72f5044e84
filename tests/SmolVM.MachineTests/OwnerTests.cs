using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>A machine ends with the process that owns it, whatever ends that.</summary>
public sealed class OwnerTests : IDisposable
{
    const int Hup = 1;
    const int Int = 2;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string Scratch => SmolCache.Open().Folder("scratch");

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task An_owner_that_disposes_leaves_nothing()
    {
        await using var owner = Owner.Start("owner-disposes");
        var machine = await owner.ReadyAsync("owner-disposes");

        var result = await owner.EndAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        await machine.EndsSoonAsync();
        Assert.False(Directory.Exists(machine.RunDirectory));
    }

    [Theory(Timeout = 180_000)]
    [InlineData(Signals.Term)]
    [InlineData(Hup)]
    public async Task An_owner_that_is_asked_to_end_leaves_nothing(int signal)
    {
        await using var owner = Owner.Start($"owner-asked-{signal}");
        var machine = await owner.ReadyAsync($"owner-asked-{signal}");

        await owner.SignalAsync(signal);

        await machine.EndsSoonAsync();
        Assert.False(Directory.Exists(machine.RunDirectory));
    }

    [Theory(Timeout = 180_000)]
    [InlineData(Int)]
    [InlineData(Signals.Kill)]
    public async Task An_owner_that_just_ends_leaves_no_process_and_after_the_next_start_nothing(int signal)
    {
        await using var owner = Owner.Start($"owner-ends-{signal}");
        var machine = await owner.ReadyAsync($"owner-ends-{signal}");

        await owner.SignalAsync(signal);

        await machine.EndsSoonAsync();
        await StartAnotherAsync();
        Assert.False(Directory.Exists(machine.RunDirectory));
    }

    [Fact(Timeout = 180_000)]
    public async Task An_owner_that_is_killed_as_it_starts_the_hypervisor_leaves_nothing()
    {
        await using var owner = Owner.Start("owner-spawning");
        var machine = await Hypervisor.AppearsAsync("owner-spawning");
        var scratch = HeldBy(owner.ProcessId);

        await owner.SignalAsync(Signals.Kill);

        await machine.EndsSoonAsync();
        await StartAnotherAsync();
        Assert.False(Directory.Exists(machine.RunDirectory));
        Assert.NotEmpty(scratch);
        Assert.DoesNotContain(Directory.GetFiles(Scratch), path => scratch.Any(held => path.StartsWith(held, StringComparison.Ordinal)));
    }

    [Fact(Timeout = 180_000)]
    public async Task An_owner_that_is_killed_during_the_boot_leaves_nothing()
    {
        await using var owner = Owner.Start("owner-booting");
        var machine = await Hypervisor.AppearsAsync("owner-booting");
        await machine.BootsAsync();

        await owner.SignalAsync(Signals.Kill);

        await machine.EndsSoonAsync();
        await StartAnotherAsync();
        Assert.False(Directory.Exists(machine.RunDirectory));
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 600_000)]
    public async Task Owners_that_are_killed_at_any_moment_of_a_start_leave_nothing()
    {
        for (var round = 0; round < 30; round++)
        {
            await using var owner = Owner.Start($"owner-any-{round}");
            var machine = await Hypervisor.AppearsAsync($"owner-any-{round}");
            await Task.Delay(round * round, Token);

            await owner.SignalAsync(Signals.Kill);

            await machine.EndsSoonAsync();
            await StartAnotherAsync();
            Assert.False(Directory.Exists(machine.RunDirectory));
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task An_owner_that_is_killed_while_it_writes_a_pack_leaves_no_half_pack_and_no_large_file()
    {
        var pack = folder["half.smolmachine"];
        var writes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder.Path);
        watcher.Created += (_, _) => writes.TrySetResult();
        watcher.EnableRaisingEvents = true;
        await using var owner = Owner.Start("owner-packing", "pack", pack);
        await writes.Task.WaitAsync(Token);
        var scratch = HeldBy(owner.ProcessId);

        var result = await owner.SignalAsync(Signals.Kill);

        Assert.Equal(128 + Signals.Kill, result.ExitCode);
        Assert.False(File.Exists(pack));
        await StartAnotherAsync();
        Assert.NotEmpty(scratch);
        Assert.DoesNotContain(Directory.GetFiles(Scratch), path => scratch.Any(held => path.StartsWith(held, StringComparison.Ordinal)));
    }

    /// <summary>A start that comes as far as any does that sweeps, and is given up then.</summary>
    static async Task StartAnotherAsync() => await Assert.ThrowsAsync<BootException>(
        () => Engine.StartAsync(new MachineOptions { BootTimeout = TimeSpan.FromMilliseconds(1) }, Token));

    /// <summary>The scratch files whose locks a process holds.</summary>
    static string[] HeldBy(int processId) =>
    [
        .. from descriptor in new DirectoryInfo($"/proc/{processId}/fd").EnumerateFiles()
           let target = descriptor.LinkTarget
           where target is not null && target.StartsWith(Scratch + "/", StringComparison.Ordinal) && target.EndsWith(".lock", StringComparison.Ordinal)
           select target[..^".lock".Length],
    ];
}
