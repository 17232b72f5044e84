using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Mounts;
using Answer = SmolVM.Tests.Guests.ScriptedChannel.Answer;

namespace SmolVM.Tests.Guests;

/// <summary>The answers of the guest are scripted: see <see cref="ScriptedChannel"/> for why.</summary>
public sealed class WorkspaceMounterTests
{
    const string NoKernelSupport = "0\nnodev\tsysfs\n\text4\n";
    const string KernelSupport = "0\nnodev\tsysfs\nnodev\toverlay\nnodev\t9p\n";

    static readonly WorkspaceMount Overlaid = new("/usr");
    static readonly WorkspaceMount Writable = new("/usr", "/out dir", "out", writable: true);

    [Fact]
    [Trait("Row", "P41")]
    public void Mounts_over_the_login_of_another_user_are_refused_before_the_boot()
    {
        var error = Assert.Throws<MountException>(() => WorkspaceMounter.EnsureRootLogin("agent", [Overlaid]));

        Assert.Equal(ErrorCodes.MountRefused, error.Code);
        Assert.Contains("require ssh_user='root'", error.Message);
        Assert.Contains("'agent'", error.Message);
    }

    [Fact]
    public void Another_login_without_mounts_and_root_with_mounts_are_fine()
    {
        WorkspaceMounter.EnsureRootLogin("agent", []);
        WorkspaceMounter.EnsureRootLogin("root", [Overlaid]);
    }

    [Fact]
    public async Task A_guest_in_which_commands_do_not_run_as_uid_0_is_refused_after_the_boot()
    {
        var (channel, error) = await Fail([Overlaid], new Answer(0, "1000\nnodev\t9p\n"));

        Assert.Contains("commands run as uid 1000", error.Message);
        Assert.Single(channel.Calls);
    }

    [Fact]
    [Trait("Row", "H42")]
    [Trait("Row", "H43")]
    public async Task A_guest_without_9p_is_told_what_it_lacks_and_nothing_is_installed()
    {
        var (channel, error) = await Fail([Overlaid], new Answer(0, NoKernelSupport), new Answer(1));

        Assert.Contains("missing 9p or overlay", error.Message);
        Assert.Contains("CONFIG_NET_9P, CONFIG_NET_9P_VIRTIO, CONFIG_9P_FS, CONFIG_OVERLAY_FS", error.Message);
        Assert.Contains("linux-image-amd64", error.Message);
        Assert.Contains("linux-modules-extra-$(uname -r)", error.Message);
        Assert.Equal(2, channel.Calls.Count);
        Assert.DoesNotContain("apt", channel.Script(1));
    }

    [Fact]
    public async Task A_writable_mount_does_not_miss_overlay()
    {
        var (_, error) = await Fail([Writable], new Answer(0, NoKernelSupport), new Answer(1));

        Assert.Contains("is missing 9p:", error.Message);
        Assert.DoesNotContain("OVERLAY", error.Message);
    }

    [Fact]
    [Trait("Row", "H44")]
    public async Task A_writable_mount_needs_no_overlay()
    {
        var channel = await Mount([Writable], new Answer(0, NoKernelSupport), new Answer(0), new Answer(0));

        Assert.Equal("modprobe 9p 2>/dev/null && modprobe 9pnet_virtio 2>/dev/null", channel.Script(1));
        Assert.Contains("version=9p2000.L,rw", channel.Script(2));
        Assert.DoesNotContain("mount -t overlay", channel.Script(2));
    }

    [Fact]
    public async Task An_overlay_mount_loads_overlay_too()
    {
        var channel = await Mount([Overlaid, Writable], new Answer(0, NoKernelSupport), new Answer(0), new Answer(0));

        Assert.Equal("modprobe 9p 2>/dev/null && modprobe 9pnet_virtio 2>/dev/null && modprobe overlay 2>/dev/null", channel.Script(1));
    }

    [Theory]
    [Trait("Row", "H45")]
    [InlineData(KernelSupport)]
    [InlineData("0\nnodev\toverlay\nnodev\t9p")]
    [InlineData("0\r\nnodev\t9p\r\nnodev\toverlay\r\n")]
    public async Task A_kernel_that_has_both_needs_no_modprobe(string fileSystems)
    {
        var channel = await Mount([Overlaid], new Answer(0, fileSystems), new Answer(0));

        Assert.Equal(2, channel.Calls.Count);
        Assert.Contains("cat /proc/filesystems", channel.Script(0));
        Assert.DoesNotContain("modprobe", channel.Script(0));
        Assert.Contains("mount -t 9p", channel.Script(1));
    }

    [Fact]
    public async Task No_mounts_are_no_calls() => Assert.Empty((await Mount([])).Calls);

    [Theory]
    [InlineData("mount: /w: unknown filesystem type 'overlay'.")]
    [InlineData("mount: mounting workspace0 on /x failed: No such device")]
    public async Task A_file_system_that_turns_out_to_be_missing_is_named(string said)
    {
        var (_, error) = await Fail([Overlaid], new Answer(0, KernelSupport), new Answer(1, "0\n", said));

        Assert.Contains("does not support 9p or overlay filesystem", error.Message);
        Assert.Contains("CONFIG_OVERLAY_FS", error.Message);
        Assert.Contains(said, error.Message);
    }

    [Fact]
    public async Task A_mount_that_fails_is_named_by_tag_and_guest_path()
    {
        var (_, error) = await Fail([Overlaid, Writable], new Answer(0, KernelSupport), new Answer(1, "1\n", "Permission denied"));

        Assert.Contains("Failed to mount workspace 'out' at /out dir", error.Message);
        Assert.Contains("Permission denied", error.Message);
        Assert.Equal(ErrorCodes.MountFailed, error.Code);
    }

    [Fact]
    public async Task The_position_that_the_script_prints_is_the_one_in_mount_order()
    {
        WorkspaceMount[] nested = [new("/usr", "/w/inner"), new("/usr", "/w")];

        var (_, error) = await Fail(nested, new Answer(0, KernelSupport), new Answer(1, "0\n", "no"));

        Assert.Contains("Failed to mount workspace 'workspace1' at /w,", error.Message);
    }

    [Fact]
    public async Task A_script_that_dies_without_a_word_is_told_with_its_exit_code()
    {
        var (_, error) = await Fail([Overlaid], new Answer(0, KernelSupport), new Answer(127, "", "sh: not found"));

        Assert.Contains("exit code 127", error.Message);
        Assert.Contains("sh: not found", error.Message);
    }

    [Fact]
    public async Task Tools_come_before_the_shell()
    {
        var channel = new ScriptedChannel(new Answer(0, KernelSupport), new Answer(0));

        await new WorkspaceMounter(channel, ["/run/smolvm/busybox"]).MountAsync([Overlaid], "/up", TestContext.Current.CancellationToken);

        Assert.All(channel.Calls, call => Assert.Equal(["/run/smolvm/busybox", "sh", "-c"], call.Argv.Take(3)));
    }

    static async Task<ScriptedChannel> Mount(WorkspaceMount[] mounts, params Answer[] answers)
    {
        var channel = new ScriptedChannel(answers);
        await new WorkspaceMounter(channel, []).MountAsync(mounts, "/up", TestContext.Current.CancellationToken);
        return channel;
    }

    static async Task<(ScriptedChannel Channel, MountException Error)> Fail(WorkspaceMount[] mounts, params Answer[] answers)
    {
        var channel = new ScriptedChannel(answers);
        var error = await Assert.ThrowsAsync<MountException>(
            () => new WorkspaceMounter(channel, []).MountAsync(mounts, "/up", TestContext.Current.CancellationToken));
        return (channel, error);
    }
}
