using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

/// <summary>A running machine is frozen, goes on, and others go on from the same state.</summary>
public sealed class CloneTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task A_clone_has_the_files_the_daemons_and_the_mounts_and_both_go_on_apart()
    {
        folder.Write("tree/file", "of the host\n");
        folder.Make("out");
        await using var source = await Engine.StartAsync(
            new MachineOptions
            {
                Name = "source",
                Mounts = [new WorkspaceMount(folder["tree"]), new WorkspaceMount(folder["out"], "/out", writable: true)],
                Environment = new Dictionary<string, string> { ["KEPT"] = "yes" },
            },
            Token);
        (await source.ExecAsync("echo prepared > /root/state; echo over > /workspace/file; setsid sleep 1000 >/dev/null 2>&1 & echo $! > /root/daemon", Token))
            .EnsureSuccess();

        await using var clone = await source.CloneAsync("clone", Token);
        const string Look = "hostname; cat /root/state /workspace/file; kill -0 $(cat /root/daemon) && echo $KEPT";
        var before = (await clone.ExecAsync(Look, Token)).EnsureSuccess();
        (await clone.ExecAsync("echo of the clone > /root/state; echo clone > /out/clone; kill $(cat /root/daemon)", Token)).EnsureSuccess();
        var after = (await source.ExecAsync(Look, Token)).EnsureSuccess();

        Assert.Equal("clone\nprepared\nover\nyes\n", before.StandardOutput);
        Assert.Equal("source\nprepared\nover\nyes\n", after.StandardOutput);
        Assert.Equal("of the host\n", await File.ReadAllTextAsync(folder["tree/file"], Token));
        Assert.Equal("clone\n", await File.ReadAllTextAsync(folder["out/clone"], Token));
        Assert.Equal(("clone", "source"), (clone.Name, source.Name));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_busy_mount_is_refused_with_what_keeps_it_busy_and_the_machine_goes_on()
    {
        folder.Write("tree/file", "of the host\n");
        await using var machine = await Engine.StartAsync(new MachineOptions { Mounts = [new WorkspaceMount(folder["tree"])] }, Token);
        (await machine.ExecAsync("cd /workspace && setsid sleep 1000 >/dev/null 2>&1 & until pidof sleep >/dev/null; do sleep 0; done", Token)).EnsureSuccess();

        var refusal = await Assert.ThrowsAsync<MountException>(() => machine.CloneAsync(cancellationToken: Token));

        Assert.Contains("'/workspace' is busy: process ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("(sleep)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("of the host\n", (await machine.ExecAsync("cat /workspace/file", Token)).EnsureSuccess().StandardOutput);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_frozen_machine_starts_any_number_that_know_nothing_of_each_other_and_can_be_cloned_again()
    {
        await using var source = await Engine.StartAsync(new MachineOptions(), Token);
        (await source.ExecAsync("echo frozen > /root/state", Token)).EnsureSuccess();
        await using var frozen = await source.FreezeAsync(Token);
        (await source.ExecAsync("echo later > /root/state", Token)).EnsureSuccess();

        await using var first = await frozen.StartAsync(cancellationToken: Token);
        (await first.ExecAsync("echo first > /root/state", Token)).EnsureSuccess();
        await using var second = await frozen.StartAsync(cancellationToken: Token);
        await using var third = await first.CloneAsync(cancellationToken: Token);

        Assert.Equal("later\n", (await source.ExecAsync("cat /root/state", Token)).StandardOutput);
        Assert.Equal("frozen\n", (await second.ExecAsync("cat /root/state", Token)).StandardOutput);
        Assert.Equal("first\n", (await third.ExecAsync("cat /root/state", Token)).StandardOutput);
        await frozen.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => frozen.StartAsync(cancellationToken: Token));
        Assert.Equal("frozen\n", (await second.ExecAsync("cat /root/state", Token)).StandardOutput);
    }

    [Theory(Timeout = 180_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_machine_with_a_disk_is_cloned_with_what_is_on_it(bool booted)
    {
        var options = new MachineOptions { RootUpper = RootUpper.Disk };
        var engine = booted ? Engine.Cold : await Engine.GetAsync(Token);
        await using var source = await engine.StartAsync(options, null, Token);
        (await source.ExecAsync("dd if=/dev/urandom of=/root/data bs=1M count=8 && sync && echo 1 > /proc/sys/vm/drop_caches", Token)).EnsureSuccess();
        var written = (await source.ExecAsync("sha256sum /root/data", Token)).EnsureSuccess().StandardOutput;

        await using var clone = await source.CloneAsync(cancellationToken: Token);
        var read = (await clone.ExecAsync("sha256sum /root/data && echo clone > /root/data && sync", Token)).EnsureSuccess().StandardOutput;

        Assert.Equal(written, read);
        Assert.Equal(written, (await source.ExecAsync("echo 3 > /proc/sys/vm/drop_caches; sha256sum /root/data", Token)).StandardOutput);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_program_of_the_owner_goes_on_in_the_machine_that_is_cloned()
    {
        await using var source = await Engine.StartAsync(new MachineOptions(), Token);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = source.StreamAsync(
            GuestCommand.Shell("echo up; while test ! -e /tmp/go; do sleep 0.1; done; echo done; exit 7"), _ => started.TrySetResult(), Token);
        await started.Task.WaitAsync(Token);

        await using var clone = await source.CloneAsync(cancellationToken: Token);
        (await source.ExecAsync("touch /tmp/go", Token)).EnsureSuccess();

        Assert.Equal(7, (await program).ShellCode);
    }

    /// <summary>At moments that fall into every step of it; a machine that is left frozen would fail the next program.</summary>
    [Theory(Timeout = 180_000)]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(250)]
    [InlineData(400)]
    [InlineData(700)]
    public async Task A_freeze_that_is_cancelled_leaves_a_machine_that_goes_on_with_its_mounts(int milliseconds)
    {
        folder.Write("tree/file", "of the host\n");
        await using var machine = await Engine.StartAsync(
            new MachineOptions { Mounts = [new WorkspaceMount(folder["tree"])], RootUpper = RootUpper.Disk }, Token);
        using var cancel = new CancellationTokenSource(milliseconds);

        await Record.ExceptionAsync(async () => await (await machine.FreezeAsync(cancel.Token)).DisposeAsync());

        Assert.Equal("of the host\n", (await machine.ExecAsync("cat /workspace/file", Token)).EnsureSuccess().StandardOutput);
    }

    [Fact(Timeout = 180_000)]
    [Trait("Row", "P26")]
    public async Task The_host_image_is_refused_for_its_root_is_a_mount()
    {
        await using var machine = await Engine.StartAsync(new MachineOptions { Image = "host" }, Token);

        var refusal = await Assert.ThrowsAsync<MountException>(() => machine.FreezeAsync(Token));

        Assert.Contains("workspace mounts", refusal.Message, StringComparison.Ordinal);
        (await machine.ExecAsync("true", Token)).EnsureSuccess();
    }
}
