using SmolVM.Guests;
using SmolVM.Processes;

namespace SmolVM.Tests.Guests;

/// <summary>Against a real server on this host, whose "guest" is this host.</summary>
public sealed class SshChannelTests(DropbearFixture dropbear) : IClassFixture<DropbearFixture>, IAsyncDisposable
{
    SshChannel? channel;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    SshChannel Channel
    {
        get
        {
            Assert.SkipWhen(dropbear.Target is null, dropbear.Missing);
            return channel ??= new SshChannel(new CommandRunner(), dropbear.Target!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (channel is null)
            return;
        await channel.DisposeAsync();
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(dropbear.Target!.ControlPath)!, "c.*"));
        Assert.Empty(Directory.GetFiles("/tmp", ".smolvm-*-*"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Arguments_arrive_as_they_were_given()
    {
        string[] arguments = ["a  b", "$HOME", "it's", "`id`", "\"q\"", "", "x\ny\n", "*", "\\", "ü€", "-n", "!"];

        var result = await Channel.ExecAsync(new GuestCommand(["printf", "[%s]", .. arguments]), null, Token);

        Assert.Equal(string.Concat(arguments.Select(argument => $"[{argument}]")), result.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task Streams_input_and_exit_code_pass_through()
    {
        var result = await Channel.ExecAsync(GuestCommand.Shell("cat; echo err >&2; exit 7"), "in ü", Token);

        Assert.Equal(("in ü", "err\n", 7), (result.StandardOutput, result.StandardError, result.ExitCode));
    }

    [Fact(Timeout = 60_000)]
    public async Task Environment_and_directory_hold()
    {
        var command = GuestCommand.Shell("echo \"$K\"; pwd") with
        {
            Environment = new Dictionary<string, string> { ["K"] = "a 'b' $c" },
            WorkingDirectory = "/usr/share",
        };

        Assert.Equal("a 'b' $c\n/usr/share\n", (await Channel.ExecAsync(command, null, Token)).StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_ends_with_255_is_told_from_a_lost_connection() =>
        Assert.Equal(255, (await Channel.ExecAsync(GuestCommand.Shell("exit 255"), null, Token)).ExitCode);

    [Fact(Timeout = 60_000)]
    public async Task A_death_by_signal_is_seen_as_the_shell_tells_it() =>
        Assert.Equal(137, (await Channel.ExecAsync(GuestCommand.Shell("kill -9 $$"), null, Token)).ExitCode);

    [Theory(Timeout = 60_000)]
    [InlineData("no-such-program", null, null, "no program 'no-such-program'")]
    [InlineData("/bin/no-such-program", null, null, "no program '/bin/no-such-program'")]
    [InlineData("id", "/no/such/directory", null, "no directory '/no/such/directory'")]
    [InlineData("id", null, "no-such-user", "no user 'no-such-user'")]
    public async Task What_is_missing_is_named(string program, string? workingDirectory, string? user, string fragment)
    {
        var command = new GuestCommand(program) { WorkingDirectory = workingDirectory, User = user };

        var error = await Assert.ThrowsAsync<GuestExecException>(() => Channel.ExecAsync(command, null, Token));

        Assert.Contains(fragment, error.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_command_runs_as_another_user()
    {
        var command = GuestCommand.Shell("id -un; echo \"$1\"; pwd") with { User = "nobody", WorkingDirectory = "/usr" };

        Assert.Equal("nobody\n\n/usr\n", (await Channel.ExecAsync(command, null, Token)).StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_time_out_ends_the_program_in_the_guest_with_what_it_started()
    {
        var mark = $"{Random.Shared.Next(100_000, 999_999)}";
        var command = GuestCommand.Shell($"sleep {mark} & echo up; sleep {mark}") with { Timeout = TimeSpan.FromSeconds(10) };

        var error = await Assert.ThrowsAsync<GuestExecException>(() => Channel.ExecAsync(command, null, Token));

        Assert.Contains("stdout (tail): up", error.Message);
        var left = await Channel.ExecAsync(GuestCommand.Shell($"grep -lsz '^{mark}$' /proc/[0-9]*/cmdline"), null, Token);
        Assert.Equal("", left.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task Commands_one_after_the_other_share_a_connection()
    {
        var first = await Channel.ExecAsync(GuestCommand.Shell("echo $SSH_CONNECTION"), null, Token);
        var second = await Channel.ExecAsync(GuestCommand.Shell("echo $SSH_CONNECTION"), null, Token);

        Assert.Equal(first.StandardOutput, second.StandardOutput);
        Assert.Contains("127.0.0.1", first.StandardOutput);
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_commands_run_at_once()
    {
        for (var round = 0; round < 3; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(
                i => Channel.ExecAsync(GuestCommand.Shell($"echo {i}; exit {i}"), null, Token)));

            Assert.Equal(Enumerable.Range(0, 12), results.Select(result => result.ExitCode));
            Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}\n"), results.Select(result => result.StandardOutput));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_terminal_has_the_size_that_was_asked_for_and_can_change_it()
    {
        List<string> lines = [];
        await using var process = await Channel.StartAsync(
            GuestCommand.Shell("stty size; read go; stty size") with { Terminal = new PseudoTerminal(100, 30) }, Token);
        using var reader = new StreamReader(process.StandardOutput);
        lines.Add((await reader.ReadLineAsync(Token))!);

        await process.ResizeAsync(new PseudoTerminal(120, 40), Token);
        await process.StandardInput.WriteAsync("\n"u8.ToArray(), Token);
        while (await reader.ReadLineAsync(Token) is { } line)
            lines.Add(line);

        Assert.Equal(["30 100", "40 120"], lines.Where(line => line.Length > 0));
        await process.StandardError.DisposeAsync();
        Assert.Equal(0, (await process.WaitAsync(Token)).Code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Files_are_copied_over_it()
    {
        using var host = new TemporaryDirectory();
        using var guest = new TemporaryDirectory();
        host.Write("tree/a b/ü", "content");
        var files = new GuestFiles(Channel, []);

        await files.CopyInAsync(host["tree"], guest["in"], Token);
        await files.CopyOutAsync(guest["in"], host["back"], Token);
        await files.WriteAsync(guest["big"], new byte[5_000_000], Token);

        Assert.Equal("content", await File.ReadAllTextAsync(host["back/a b/ü"], Token));
        Assert.Equal(5_000_000, (await files.ReadAsync(guest["big"], Token)).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_host_key_is_refused()
    {
        using var directory = new TemporaryDirectory();
        _ = Channel;
        const string OtherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO0000000000000000000000000000000000000000000";
        var known = directory.Write("known", SshTarget.KnownHostsLine(dropbear.Target!.Port, OtherKey));
        await using var stranger = new SshChannel(new CommandRunner(), dropbear.Target with { KnownHosts = known });

        var error = await Assert.ThrowsAsync<GuestLostException>(() => stranger.ExecAsync(GuestCommand.Shell("true"), null, Token));

        Assert.Contains("Host key verification failed", error.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_where_nobody_listens_is_named()
    {
        _ = Channel;
        await using var nowhere = new SshChannel(new CommandRunner(), dropbear.Target! with { Port = 1 });

        var error = await Assert.ThrowsAsync<GuestLostException>(() => nowhere.ExecAsync(GuestCommand.Shell("true"), null, Token));

        Assert.Contains("127.0.0.1:1", error.Message);
        Assert.Contains("Connection refused", error.Message);
    }
}
