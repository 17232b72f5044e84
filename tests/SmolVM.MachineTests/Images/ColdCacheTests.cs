using System.Text.Json;
using SmolVM.Images;
using SmolVM.Processes;

namespace SmolVM.MachineTests.Images;

/// <summary>The first use on a host: an ordinary user, an empty cache, the distribution's real packages.</summary>
[Trait("Category", "Network")]
public sealed class ColdCacheTests
{
    const int Limit = 900_000;
    const string Downloading = "Downloading ";

    static readonly CommandRunner Runner = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task An_ordinary_user_prepares_everything_once_and_offline_afterwards()
    {
        await using var user = await OrdinaryUser.MakeAsync();

        var cold = (await user.PrepareAsync(["kit", "base"])).EnsureSuccess();
        // Neither apt nor anything else can be found, and no mirror can be reached.
        var filled = await user.PrepareAsync(["kit", "base"], ("PATH", "/nonexistent"), ("http_proxy", "http://127.0.0.1:9"));

        Assert.StartsWith(Path.Combine(user.Home, ".cache", "smolvm"), cold.StandardOutput);
        Assert.Equal(2, Count(cold.StandardError, Downloading));
        Assert.Equal(cold.StandardOutput, filled.StandardOutput);
        Assert.Equal("", filled.StandardError);
        var paths = Lines(cold.StandardOutput);
        await AssertKitIsWholeAsync(Path.GetDirectoryName(paths[0])!);
        await AssertBaseIsRootsAsync(paths[1]);
        Assert.Equal("", await LeftoversAsync(user));
        await AssertMachineIsRootsAndFilesAreTheUsersAsync(user);
    }

    [Fact(Timeout = Limit)]
    public async Task Two_processes_at_once_prepare_it_once()
    {
        await using var user = await OrdinaryUser.MakeAsync();

        var both = await Task.WhenAll(user.PrepareAsync(["kit"]), user.PrepareAsync(["kit"]));

        Assert.All(both, result => result.EnsureSuccess());
        Assert.Equal(both[0].StandardOutput, both[1].StandardOutput);
        Assert.Equal(1, both.Sum(result => Count(result.StandardError, Downloading)));
        Assert.Equal(1, both.Sum(result => Count(result.StandardError, "Waiting for another process that prepares the kit.")));
    }

    [Fact(Timeout = Limit)]
    public async Task Killed_in_the_middle_it_leaves_no_process_and_nothing_that_counts()
    {
        await using var user = await OrdinaryUser.MakeAsync();

        await user.KillAtAsync("Unpacking the packages of the base image.", ["base"]);

        await user.NobodyIsLeftAsync();
        var image = Lines((await user.PrepareAsync(["base"])).EnsureSuccess().StandardOutput).Single();
        await AssertBaseIsRootsAsync(image);
        Assert.Equal("", await LeftoversAsync(user));
    }

    [Fact(Timeout = Limit)]
    public async Task A_directory_and_its_owner_become_a_root_file_system()
    {
        await using var user = await OrdinaryUser.MakeAsync();
        (await user.RunAsync(["mkdir", "-p", "rootfs/etc"], [])).EnsureSuccess();

        var made = (await user.PrepareAsync(["./rootfs"])).EnsureSuccess();

        Assert.Contains("Uid: 0   Gid: 0", await DumpAsync(Lines(made.StandardOutput).Single(), "/etc"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_that_the_user_cannot_read_is_named()
    {
        await using var user = await OrdinaryUser.MakeAsync();
        (await user.RunAsync(["mkdir", "-p", "rootfs/etc"], [])).EnsureSuccess();
        (await user.RunAsync(["install", "-m", "000", "/dev/null", "rootfs/etc/secret"], [])).EnsureSuccess();

        var refused = await user.PrepareAsync(["./rootfs"]);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains($"'{user.Home}/rootfs/etc/secret' is not readable", refused.StandardError);
    }

    static async Task AssertKitIsWholeAsync(string kit)
    {
        Assert.Equal(
            ["id_ed25519", "id_ed25519.pub", "initramfs.cpio", "kit.json", CacheHold.FileName, "vmlinux", "vmlinuz"],
            Directory.GetFileSystemEntries(kit).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var description = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(kit, "kit.json"), Token));
        Assert.StartsWith("ssh-ed25519 ", description.RootElement.GetProperty("SshHostKey").GetString());
        Assert.NotEmpty(description.RootElement.GetProperty("KernelRelease").GetString()!);
    }

    static async Task AssertBaseIsRootsAsync(string image)
    {
        foreach (var path in new[] { "/usr/bin/bash", "/root", "/etc/passwd", "/usr/bin/busybox" })
            Assert.Contains("Uid: 0   Gid: 0", await DumpAsync(image, path));
        Assert.Contains("Access: 0700", await DumpAsync(image, "/root"));
    }

    // In the guest everything is root's; what the guest writes into a directory of the user's is the user's, with the guest's modes.
    static async Task AssertMachineIsRootsAndFilesAreTheUsersAsync(OrdinaryUser user)
    {
        const string Line =
            """
            set -e
            find / -xdev ! -path '/out*' \( ! -user 0 -o ! -group 0 \)
            stat -c '%n %a %u:%g' /root /tmp /etc/passwd /usr/bin/bash
            umask 022; mkdir /out/made; echo text > /out/made/file; echo run > /out/tool; chmod 750 /out/tool; ln -s tool /out/link
            """;
        (await user.RunAsync(["mkdir", "out"], [])).EnsureSuccess();

        string[] machine = ["run-machine", "ordinary-user", "exec", "out", Line];
        var booted = (await user.HostAsync(machine, ("http_proxy", "http://127.0.0.1:9"))).EnsureSuccess();

        Assert.Equal("/root 700 0:0\n/tmp 1777 0:0\n/etc/passwd 644 0:0\n/usr/bin/bash 755 0:0\n", booted.StandardOutput);
        var id = (await user.RunAsync(["id", "-u"], [])).EnsureSuccess().StandardOutput.Trim();
        var made = (await user.RunAsync(["stat", "-c", "%n %a %u", "out/made", "out/made/file", "out/tool"], [])).EnsureSuccess();
        Assert.Equal($"out/made 755 {id}\nout/made/file 644 {id}\nout/tool 750 {id}\n", made.StandardOutput);
        Assert.Equal("tool", new FileInfo(Path.Combine(user.Home, "out", "link")).LinkTarget);
        (await user.RunAsync(["rm", "-r", "out"], [])).EnsureSuccess();
        Leftovers.AssertNone("ordinary-user");
    }

    static async Task<string> DumpAsync(string image, string path) =>
        (await Runner.RunAsync(new Command("dump.erofs", $"--path={path}", image), Token)).EnsureSuccess().StandardOutput;

    static async Task<string> LeftoversAsync(OrdinaryUser user) =>
        (await Runner.RunAsync(new Command("find", user.Home, "-name", "*.tmp", "-o", "-name", "*.deb"), Token)).StandardOutput;

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static int Count(string text, string beginning) => Lines(text).Count(line => line.StartsWith(beginning, StringComparison.Ordinal));
}
