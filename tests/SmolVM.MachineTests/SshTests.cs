using SmolVM.Guests;
using SmolVM.Mounts;
using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>SSH into a real guest: as a person does, and as the way by which mounts are made.</summary>
[Collection<UnmountedMachineTests>]
public sealed class SshTests(UnmountedMachine unmounted, SharedMachine shared)
{
    const int Limit = 120_000;
    const string Uppers = "/run/smolvm/uppers";

    static readonly string[] Tools = ["/run/smolvm/busybox"];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task The_printed_command_logs_a_person_in_as_root_of_the_machine()
    {
        // HOME holds neither keys nor known hosts: the command has all that it needs.
        const string Line = "uname -r; id -un; pwd; cat /workspace/hello.txt; grep ^ID= /etc/os-release";
        var command = new Command("sh", "-c", $"{shared.Machine.SshCommand} '{Line}'")
        {
            Environment = new Dictionary<string, string?> { ["HOME"] = "/nonexistent", ["SSH_AUTH_SOCK"] = null },
        };

        var said = (await new CommandRunner().RunAsync(command, Token)).EnsureSuccess();

        var byAgent = await shared.Machine.ExecAsync(Line, Token);
        Assert.Equal(byAgent.StandardOutput, said.StandardOutput);
        Assert.Contains("\nroot\n/root\n", said.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("", said.StandardError);
    }

    [Fact(Timeout = Limit)]
    public async Task A_person_has_the_variables_and_the_name_of_the_machine()
    {
        var command = new Command("sh", "-c", $"{shared.Machine.SshCommand} 'echo $SHARED; hostname'");

        var said = (await new CommandRunner().RunAsync(command, Token)).EnsureSuccess();

        Assert.Equal($"from the machine\n{shared.Machine.Name}\n", said.StandardOutput);
    }

    [Fact(Timeout = Limit)]
    public async Task A_person_gets_a_terminal()
    {
        var command = new Command("sh", "-c", $"{shared.Machine.SshCommand} -tt 'tty; [ -t 0 ] && [ -t 1 ] && echo terminal'")
        {
            // As a person's, it does not end before the login does: dropbear 2025 takes the terminal away with it.
            Input = (_, ended) => Task.Delay(Timeout.Infinite, ended),
        };

        var said = (await new CommandRunner().RunAsync(command, Token)).EnsureSuccess();

        Assert.Matches(@"^/dev/pts/\d+\r\nterminal\r\n$", said.StandardOutput);
    }

    [Theory(Timeout = Limit)]
    [InlineData("agent")]
    [InlineData("ssh")]
    public async Task Mounts_are_made_once_and_again_is_no_change(string name)
    {
        var channel = await unmounted.ChannelAsync(name);
        var mounter = new WorkspaceMounter(channel, Tools);

        await mounter.MountAsync([unmounted.Overlaid, unmounted.Written], Uppers, Token);
        var once = await MountsAsync(channel);
        await mounter.MountAsync([unmounted.Overlaid, unmounted.Written], Uppers, Token);

        Assert.Equal(once, await MountsAsync(channel));
        Assert.Equal(
            ["out /out\\040of\\040it 9p", "workspace0 /run/smolvm/mounts/workspace0 9p", "workspace0 /workspace overlay"],
            once.Order(StringComparer.Ordinal));
        var use = GuestCommand.Shell($"cat /workspace/hello.txt; echo over > /workspace/hello.txt; echo {name} > '/out of it/{name}'");
        var used = await channel.ExecAsync(use, null, Token);
        Assert.Equal(0, used.ExitCode);
        Assert.Equal("hello from the host\n", await File.ReadAllTextAsync(unmounted.Folder["tree/hello.txt"], Token));
        Assert.Equal($"{name}\n", await File.ReadAllTextAsync(unmounted.Folder[$"out/{name}"], Token));
        await UnmountAsync(channel);
    }

    [Theory(Timeout = Limit)]
    [InlineData("agent")]
    [InlineData("ssh")]
    public async Task A_mount_that_fails_undoes_the_ones_before_it(string name)
    {
        var channel = await unmounted.ChannelAsync(name);
        var absent = new WorkspaceMount(unmounted.Folder["tree"], "/absent", "no-such-device");

        var failure = await Assert.ThrowsAsync<MountException>(
            () => new WorkspaceMounter(channel, Tools).MountAsync([unmounted.Spare, absent], Uppers, Token));

        Assert.Contains("'no-such-device' at /absent", failure.Message, StringComparison.Ordinal);
        Assert.Contains("nothing is mounted now", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await MountsAsync(channel));
    }

    [Theory(Timeout = Limit)]
    [InlineData("agent")]
    [InlineData("ssh")]
    public async Task A_user_who_is_not_root_is_refused_by_what_the_guest_says(string name)
    {
        await using var nobody = new ChannelOfUser(await unmounted.ChannelAsync(name), "nobody");

        var failure = await Assert.ThrowsAsync<MountException>(
            () => new WorkspaceMounter(nobody, Tools).MountAsync([unmounted.Spare], Uppers, Token));

        Assert.Contains($"commands run as uid 65534 there over {name}. Log in as root.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await MountsAsync(await unmounted.ChannelAsync("agent")));
    }

    static async Task<string[]> MountsAsync(IGuestChannel channel)
    {
        var look = GuestCommand.Shell("grep -E '^(workspace0|out|spare|no-such-device) ' /proc/mounts | cut -d' ' -f1-3");
        var found = await channel.ExecAsync(look, null, Token);
        return found.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static async Task UnmountAsync(IGuestChannel channel)
    {
        const string Line = $"umount /workspace '/out of it' {MountScript.LowerDirectory}/workspace0 && rm -rf {Uppers}/workspace0";
        (await channel.ExecAsync(GuestCommand.Shell(Line), null, Token)).EnsureSuccess();
    }

    /// <summary>A channel whose login is another user's.</summary>
    sealed class ChannelOfUser(IGuestChannel inner, string user) : IGuestChannel
    {
        public string Name => inner.Name;

        public Task<IGuestProcess> StartAsync(GuestCommand command, CancellationToken cancellationToken) =>
            inner.StartAsync(command with { User = user }, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
