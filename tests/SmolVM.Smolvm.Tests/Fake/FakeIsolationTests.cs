namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeIsolationTests : IDisposable
{
    readonly InstalledFake fake = new("1.9.3");
    readonly TemporaryDirectory host = new();

    public FakeIsolationTests()
    {
        FakeRun.RequireRoot();
        host.Write("seen", "host");
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        fake.Dispose();
        host.Dispose();
    }

    [Fact(Timeout = 120_000)]
    public async Task An_overlay_that_exec_made_is_there_for_the_next_exec_and_never_reaches_the_host()
    {
        const string Overlay =
            "mkdir -p /workspace /run/up /run/work && "
            + "mount -t overlay -o lowerdir=/run/lower,upperdir=/run/up,workdir=/run/work o /workspace";
        await fake.StartAsync("one", "-v", $"{host.Path}:/run/lower:ro");

        (await fake.ShellAsync("one", Overlay)).EnsureSuccess();
        (await fake.ShellAsync("one", "echo guest > /workspace/seen; echo new > /workspace/new")).EnsureSuccess();

        Assert.Equal("guest\nnew\n", (await fake.ShellAsync("one", "cat /workspace/seen /workspace/new")).StandardOutput);
        Assert.Equal(["seen"], host.Entries);
        Assert.Equal("host", await File.ReadAllTextAsync(host["seen"], Token));
        Assert.DoesNotContain(fake.Home, await File.ReadAllTextAsync("/proc/self/mounts", Token), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Mounts_go_with_the_stop_and_volumes_come_back_with_the_start()
    {
        await fake.StartAsync("one", "-v", $"{host.Path}:/data");
        await fake.ShellAsync("one", "mount -t tmpfs t /mnt && echo x > /mnt/x");

        await fake.RunAsync("machine", "stop", "--name", "one");
        await fake.RunAsync("machine", "start", "--name", "one");

        Assert.Equal("seen\n", (await fake.ShellAsync("one", "ls /data /mnt | grep -v :")).StandardOutput.Trim('\n') + "\n");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_read_only_volume_is_not_written_to_and_a_writable_one_is()
    {
        await fake.StartAsync("one", "-v", $"{host.Make("ro")}:/ro:ro", "-v", $"{host.Make("rw")}:/rw");

        var refused = await fake.ShellAsync("one", "touch /ro/x");
        (await fake.ShellAsync("one", "touch /rw/x")).EnsureSuccess();

        Assert.Contains("Read-only file system", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal((false, true), (File.Exists(host["ro/x"]), File.Exists(host["rw/x"])));
    }

    [Fact(Timeout = 120_000)]
    public async Task What_is_removed_or_installed_in_a_guest_is_another_file_than_the_hosts()
    {
        await fake.StartAsync("one");

        (await fake.ShellAsync("one", "rm /etc/passwd && echo installed > /usr/bin/smolvm-fake-test")).EnsureSuccess();

        Assert.True(File.Exists("/etc/passwd"));
        Assert.False(File.Exists("/usr/bin/smolvm-fake-test"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_mount_point_behind_a_link_of_the_guest_stays_in_the_guest()
    {
        await fake.StartAsync("one", "-v", $"{host.Path}:/var/run/deep");

        Assert.Equal("host", (await fake.ShellAsync("one", "cat /run/deep/seen")).StandardOutput);
        Assert.False(Directory.Exists("/run/deep"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Machines_do_not_see_one_another()
    {
        await fake.StartAsync("one");
        await fake.StartAsync("two");

        await fake.ShellAsync("one", "echo > /opt/of-one; sleep 200 >/dev/null 2>&1 &");

        Assert.Equal("0\ntwo\n", (await fake.ShellAsync("two", "ls /opt; ps -o args | grep -c '^sleep 200$'; hostname")).StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_a_network_a_guest_has_the_loopback_device_alone()
    {
        await fake.StartAsync("one");

        Assert.Equal("lo\n", (await fake.ShellAsync("one", "tail -n +3 /proc/net/dev | sed 's/^ *//; s/:.*//'")).StandardOutput);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("/nowhere:/data", "mount source not found: /nowhere")]
    [InlineData("/etc:/data", "mount operation failed: validate: /etc is a system directory")]
    [InlineData("/tmp:data", "invalid mount path: guest path must be absolute: data")]
    [InlineData("/tmp", "invalid mount path: '/tmp', expected HOST:GUEST[:ro|:rw]")]
    public async Task A_volume_that_is_none_is_refused(string volume, string error)
    {
        var result = await fake.RunAsync("machine", "create", "--name", "one", "-v", volume);

        Assert.Equal((1, $"Error: {error}\n"), (result.ExitCode, result.StandardError));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("0.8.0", 0)]
    [InlineData("0.8.1", 1)]
    public async Task Two_volumes_on_one_path_are_refused_from_0_8_1(string version, int exitCode)
    {
        using var old = new InstalledFake(version);

        var result = await old.RunAsync("machine", "create", "-v", $"{host.Path}:/data", "-v", $"{host.Path}:/data", "one");

        Assert.Equal(exitCode, result.ExitCode);
    }
}
