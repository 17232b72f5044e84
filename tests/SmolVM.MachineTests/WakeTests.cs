using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

/// <summary>What a machine is told by a WAKE, in a real guest.</summary>
[Collection<UnmountedMachineTests>]
public sealed class WakeTests(UnmountedMachine unmounted) : IAsyncLifetime
{
    const int Limit = 120_000;

    AgentChannel agent = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => agent = (AgentChannel)(await unmounted.MachineAsync()).Channel;

    public async ValueTask DisposeAsync()
    {
        await agent.UnmountAsync(Wakes.Deadline, CancellationToken.None);
        await RunAsync("rm -rf /run/smolvm/uppers/*");
    }

    [Fact(Timeout = Limit)]
    public async Task The_guest_has_the_name_the_clock_the_identity_and_the_variables_that_it_was_told()
    {
        var wake = Wakes.Of() with
        {
            HostName = "told",
            Time = new DateTimeOffset(2001, 9, 9, 1, 46, 40, TimeSpan.Zero),
            Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "two\nlines" },
        };

        await WakeAsync(wake);
        var said = await RunAsync("hostname; date +%Y; cat /etc/machine-id; stat -c '%a %s' /run/smolvm/environment");
        await WakeAsync(Wakes.Of());

        Assert.Equal($"told\n2001\n{wake.Identity:N}\n600 16\n", said);
        Assert.NotEqual($"{wake.Identity:N}\n", await RunAsync("cat /etc/machine-id"));
        Assert.Equal($"{DateTimeOffset.UtcNow.Year}\n", await RunAsync("date +%Y"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_network_can_be_opened_and_closed_again()
    {
        const string Look = "cat /etc/resolv.conf; ip route | grep default | cut -d' ' -f1-3";
        var closed = await RunAsync(Look);
        await WakeAsync(Wakes.Of() with { Network = true });
        await WakeAsync(Wakes.Of() with { Network = true });
        var open = await RunAsync(Look);
        await WakeAsync(Wakes.Of());

        Assert.Equal(("", "nameserver 10.0.2.3\ndefault via 10.0.2.2\n", ""), (closed, open, await RunAsync(Look)));
    }

    [Fact(Timeout = Limit)]
    public async Task Mounts_are_made_once_and_again_is_no_change()
    {
        var wake = Wakes.Of(unmounted.Overlaid, unmounted.Written);

        await WakeAsync(wake);
        var once = await MountsAsync();
        await WakeAsync(wake);

        Assert.Equal(once, await MountsAsync());
        Assert.Equal(
            ["out /out\\040of\\040it 9p", "workspace0 /run/smolvm/mounts/workspace0 9p", "workspace0 /workspace overlay"],
            once.Order(StringComparer.Ordinal));
        Assert.Equal("hello from the host\n", await RunAsync("cat /workspace/hello.txt; echo woken > '/out of it/woken'"));
        Assert.Equal("woken\n", await File.ReadAllTextAsync(unmounted.Folder["out/woken"], Token));
    }

    [Fact(Timeout = Limit)]
    public async Task What_somebody_has_unmounted_is_mounted_again_and_the_rest_is_left_alone()
    {
        var wake = Wakes.Of(unmounted.Overlaid, unmounted.Written);
        await WakeAsync(wake);
        await RunAsync("echo kept > /workspace/kept && umount /workspace");

        await WakeAsync(wake);

        Assert.Equal(3, (await MountsAsync()).Length);
        Assert.Equal("kept\n", await RunAsync("cat /workspace/kept"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_mount_that_fails_undoes_the_ones_before_it()
    {
        var absent = new WorkspaceMount(unmounted.Folder["tree"], "/absent", "no-such-device");

        var failure = await Assert.ThrowsAsync<MountException>(() => WakeAsync(Wakes.Of(unmounted.Spare, absent)));

        Assert.Equal(
            "Failed to mount workspace 'no-such-device' at /absent, and nothing is mounted now: "
            + "9p: /run/smolvm/mounts/no-such-device: No such file or directory",
            failure.Message);
        Assert.Empty(await MountsAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_failing_mount_leaves_what_was_mounted_before_it_came()
    {
        var absent = new WorkspaceMount(unmounted.Folder["tree"], "/absent", "no-such-device");
        await WakeAsync(Wakes.Of(unmounted.Overlaid));

        await Assert.ThrowsAsync<MountException>(() => WakeAsync(Wakes.Of(unmounted.Overlaid, unmounted.Spare, absent)));

        Assert.Equal(2, (await MountsAsync()).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task A_place_that_is_a_file_is_named()
    {
        var onFile = new WorkspaceMount(unmounted.Folder["tree"], "/etc/passwd");

        var failure = await Assert.ThrowsAsync<MountException>(() => WakeAsync(Wakes.Of(onFile)));

        Assert.Equal(
            "Failed to mount workspace 'workspace0' at /etc/passwd, and nothing is mounted now: overlay: /etc/passwd: Not a directory",
            failure.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task A_place_behind_a_link_is_the_place_that_the_link_names()
    {
        await RunAsync("mkdir /behind && ln -s /behind /before");
        var linked = new WorkspaceMount(unmounted.Folder["tree"], "/before/inner");

        await WakeAsync(Wakes.Of(linked));
        await WakeAsync(Wakes.Of(linked));

        Assert.Contains("workspace0 /behind/inner overlay", await MountsAsync());
        Assert.Equal(2, (await MountsAsync()).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_cache_the_guest_sees_what_the_host_writes_later()
    {
        var path = unmounted.Folder["tree/edited"];
        await File.WriteAllTextAsync(path, "before\n", Token);
        await WakeAsync(Wakes.Of(unmounted.Overlaid) with { Cache = MountCache.None });
        var before = await RunAsync("cat /workspace/edited");
        await File.WriteAllTextAsync(path, "afterwards\n", Token);

        Assert.Equal(("before\n", "afterwards\n"), (before, await RunAsync("cat /workspace/edited")));
    }

    [Theory(Timeout = Limit)]
    [InlineData("cd /workspace; echo $$; exec sleep 1000", "sleep", "has its working directory in /workspace")]
    [InlineData("echo $$; exec sleep 1000 < /workspace/hello.txt", "sleep", "has opened /workspace/hello.txt")]
    [InlineData("cp /run/smolvm/busybox /workspace/sleep; echo $$; exec /workspace/sleep 1000", "sleep", "runs /workspace/sleep")]
    [InlineData(
        "cp -L /lib/x86_64-linux-gnu/libz.so.1 /workspace/lib; LD_PRELOAD=/workspace/lib exec bash -c 'echo $$; read; :'",
        "bash",
        "has mapped /workspace/lib")]
    public async Task A_mount_in_use_is_named_with_who_uses_it_and_all_stay_mounted(string line, string program, string use)
    {
        await WakeAsync(Wakes.Of(unmounted.Overlaid, unmounted.Written));
        await using var process = await agent.StartAsync(GuestCommand.Shell(line), Token);
        using var output = new StreamReader(process.StandardOutput);
        var pid = await output.ReadLineAsync(Token);
        // The shell that has said its number is its program now, or in a moment.
        await RunAsync($"until [ $(cat /proc/{pid}/comm) = {program} ]; do :; done");

        var refusal = await Assert.ThrowsAsync<MountException>(() => agent.UnmountAsync(Wakes.Deadline, Token));
        await process.SignalAsync(9, Token);
        await process.WaitAsync(Token);

        Assert.Equal(
            $"The workspaces cannot be unmounted: '/workspace' is busy: process {pid} ({program}) {use}. End that, or let it go elsewhere.",
            refusal.Message);
        Assert.Equal(3, (await MountsAsync()).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task What_was_unmounted_before_a_busy_one_was_found_is_mounted_again()
    {
        var outer = new WorkspaceMount(unmounted.Folder["tree"], "/outer", "spare");
        var inner = new WorkspaceMount(unmounted.Folder["out"], "/outer/inner", "out", writable: true);
        await WakeAsync(Wakes.Of(inner, outer));
        var before = await MountsAsync();
        await using var process = await agent.StartAsync(GuestCommand.Shell("cd /outer; echo; read line"), Token);
        await process.StandardOutput.ReadExactlyAsync(new byte[1], Token);

        var refusal = await Assert.ThrowsAsync<MountException>(() => agent.UnmountAsync(Wakes.Deadline, Token));
        await process.SignalAsync(9, Token);
        await process.WaitAsync(Token);

        Assert.Contains("'/outer' is busy: process", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await MountsAsync());
        await agent.UnmountAsync(Wakes.Deadline, Token);
        Assert.Empty(await MountsAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_unmounted_keeps_its_writes_for_the_next_time()
    {
        await WakeAsync(Wakes.Of(unmounted.Overlaid));
        await RunAsync("echo kept > /workspace/kept");
        await agent.UnmountAsync(Wakes.Deadline, Token);
        var none = await MountsAsync();
        await WakeAsync(Wakes.Of(unmounted.Overlaid));

        Assert.Empty(none);
        Assert.Equal("kept\n", await RunAsync("cat /workspace/kept"));
    }

    Task<string> WakeAsync(WakeRequest wake) => agent.WakeAsync(wake, Wakes.Deadline, Token);

    async Task<string> RunAsync(string line) =>
        (await agent.ExecAsync(GuestCommand.Shell(line), null, CancellationToken.None)).StandardOutput;

    async Task<string[]> MountsAsync() =>
        (await RunAsync("grep -E '^(workspace0|out|spare|no-such-device) ' /proc/mounts | cut -d' ' -f1-3"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
