using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Packs;
using SmolVM.Processes;
using SmolVM.Qemu;
using SmolVM.Qemu.Stored;

namespace SmolVM.MachineTests;

public sealed class StoredMachineTests : IAsyncDisposable
{
    readonly TemporaryDirectory folder = new();
    readonly string name = $"stored-{Guid.NewGuid():N}"[..20];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static IStoredMachines Stored => new QemuEngine().Stored;

    public async ValueTask DisposeAsync()
    {
        await Stored.DeleteAsync(name);
        Leftovers.AssertNone(name);
        folder.Dispose();
    }

    MachineOptions Options => new() { Name = name, RootUpper = RootUpper.Disk, Mounts = [new WorkspaceMount(folder.Path)], Ports = [8080] };

    [Fact(Timeout = 300_000)]
    public async Task A_machine_goes_on_when_it_is_let_go_of_and_is_found_again()
    {
        folder.Write("edited.txt", "first\n");
        await Stored.CreateAsync(Options, Token);
        var created = await Stored.FindAsync(name, Token);
        string identity;
        await using (var machine = await Stored.StartAsync(name, null, Token))
        {
            (await machine.ExecAsync("cat /workspace/edited.txt; echo guest > /workspace/own; sleep 600 >/dev/null 2>&1 &", Token)).EnsureSuccess();
            identity = (await machine.ExecAsync("cat /etc/machine-id /proc/sys/kernel/random/boot_id", Token)).StandardOutput;
        }
        folder.Write("edited.txt", "second, and longer\n");

        var running = await Stored.FindAsync(name, Token);
        await RunSweep.SweepAsync(QemuStored.Root(SmolCache.Open()), Token);
        await using var found = await Stored.AttachAsync(name, null, Token);
        await found.RemountAsync(Token);

        Assert.Equal((MachineState.Stopped, MachineState.Running), (created?.State, running?.State));
        Assert.Equal([running!.ProcessId!.Value], Leftovers.Hypervisors(name));
        Assert.Equal(running.Ports[8080], await found.ForwardPortAsync(8080, Token));
        Assert.StartsWith("ssh ", running.SshCommand, StringComparison.Ordinal);
        Assert.Equal(
            identity + "second, and longer\nguest\nsleep\n",
            (await found.ExecAsync(
                "cat /etc/machine-id /proc/sys/kernel/random/boot_id /workspace/edited.txt /workspace/own; cat /proc/$(pidof sleep)/comm", Token))
                .StandardOutput);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_stopped_machine_keeps_its_disk_and_starts_packs_and_is_deleted()
    {
        await Stored.CreateAsync(Options, Token);
        await using (var machine = await Stored.StartAsync(name, null, Token))
        {
            (await machine.ExecAsync("echo kept > /etc/kept; echo over > /workspace/over", Token)).EnsureSuccess();
            await machine.RebootAsync(Token);
            (await machine.ExecAsync("grep kept /etc/kept", Token)).EnsureSuccess();
        }

        await Stored.StopAsync(name, null, Token);
        var stopped = await Stored.FindAsync(name, Token);
        var pack = folder["packed.smolmachine"];
        await new QemuEngine().PackAsync(name, pack, null, Token);
        string again;
        await using (var machine = await Stored.StartAsync(name, null, Token))
            again = (await machine.ExecAsync("cat /etc/kept /workspace/over", Token)).StandardOutput;
        var deleted = await Stored.DeleteAsync(name, null, Token);

        Assert.Equal((MachineState.Stopped, (int?)null), (stopped?.State, stopped?.ProcessId));
        Assert.Equal("kept\nover\n", again);
        Assert.Equal("linux/amd64", (await SmolMachineFile.ReadManifestAsync(pack, Token)).Platform);
        Assert.True(deleted);
        Assert.Null(await Stored.FindAsync(name, Token));
        Assert.False(File.Exists(folder["over"]));
        Assert.False(await Stored.DeleteAsync(name, null, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_machine_whose_folder_has_gone_or_is_a_file_is_listed_but_does_not_start(bool replaced)
    {
        var shared = Directory.CreateDirectory(folder["shared"]).FullName;
        await Stored.CreateAsync(Options with { Mounts = [new WorkspaceMount(shared)] }, Token);
        Directory.Delete(shared);
        if (replaced)
            await File.WriteAllTextAsync(shared, "", Token);

        var listed = (await Stored.ListAsync(Token)).Single(machine => machine.Name == name);
        var refused = await Assert.ThrowsAsync<MountException>(() => Stored.StartAsync(name, null, Token));

        Assert.Equal([shared], listed.MissingFolders);
        Assert.Equal(
            $"Machine '{name}' cannot start because a shared folder is missing: {shared}. "
            + $"Create it again, or delete the machine: dotnet build -t:SmolDown -p:SmolMachine={name}",
            refused.Message);
        Leftovers.AssertNone(name);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_cannot_be_done_with_a_machine_is_refused()
    {
        var missing = await Assert.ThrowsAsync<SmolVmException>(() => Stored.AttachAsync(name, null, Token));
        await Stored.CreateAsync(Options, Token);
        var twice = await Assert.ThrowsAsync<SmolVmException>(() => Stored.CreateAsync(Options, Token));
        var stopped = await Assert.ThrowsAsync<SmolVmException>(() => Stored.AttachAsync(name, null, Token));
        var empty = await Assert.ThrowsAsync<SmolVmException>(() => new QemuEngine().PackAsync(name, folder["never.smolmachine"], null, Token));

        await Verify(string.Join('\n', new[] { missing, twice, stopped, empty }.Select(e => $"{e.Code} {e.Message}")).Replace(name, "NAME"));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_that_was_killed_is_stopped_and_starts_again_over_its_disk()
    {
        await Stored.CreateAsync(Options, Token);
        await using (var machine = await Stored.StartAsync(name, null, Token))
            (await machine.ExecAsync("echo kept > /etc/kept; sync", Token)).EnsureSuccess();
        var process = new DetachedProcess(
            Leftovers.Hypervisors(name).Single(), ProcessStat.OfLiving(Leftovers.Hypervisors(name).Single())!.StartTime);

        process.Kill();
        await process.EndAsync();

        Assert.Equal(MachineState.Stopped, (await Stored.FindAsync(name, Token))?.State);
        await using var again = await Stored.StartAsync(name, null, Token);
        Assert.Equal("kept\n", (await again.ExecAsync("cat /etc/kept", Token)).StandardOutput);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_boot_that_fails_leaves_no_process_and_says_why()
    {
        // Too short for the fastest host, and without KVM.
        var emulated = new QemuEngine(new CommandRunner(), SmolCache.Open(), "tcg").Stored;
        await emulated.CreateAsync(Options with { BootTimeout = TimeSpan.FromMilliseconds(400) }, Token);

        var failed = await Assert.ThrowsAsync<BootException>(() => emulated.StartAsync(name, null, Token));

        Assert.Contains($"The machine '{name}' was not ready within 0.4 s.", failed.Message, StringComparison.Ordinal);
        Assert.Equal(MachineState.Stopped, (await Stored.FindAsync(name, Token))?.State);
        Leftovers.AssertNone(name);
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(QemuStored.Root(SmolCache.Open()).Path), run => failed.Argv.Any(word => word.Contains(run, StringComparison.Ordinal)));
    }

    [Fact(Timeout = 300_000)]
    public async Task Two_who_work_with_a_machine_wait_for_each_other()
    {
        await Stored.CreateAsync(Options, Token);
        var first = await Stored.StartAsync(name, null, Token);
        var said = new Said();
        var second = Stored.AttachAsync(name, said, Token);
        await said.WaitAsync("Waiting for another process", Token);

        await first.DisposeAsync();

        await using var machine = await second;
        Assert.Equal("1\n", (await machine.ExecAsync("echo 1", Token)).StandardOutput);
        await Assert.ThrowsAsync<GuestLostException>(() => first.ExecAsync("true", Token));
    }
}
