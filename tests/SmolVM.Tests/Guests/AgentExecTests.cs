using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class AgentExecTests : IAsyncLifetime
{
    const string NeedsRoot = "Only root can become another user.";

    AgentHost host = null!;
    AgentChannel channel = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string Me => Environment.UserName;

    static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public async ValueTask InitializeAsync() => (host, channel) = await AgentHost.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_returns_what_the_program_said_on_each_stream()
    {
        var run = await AgentRun.OfAsync(channel, GuestCommand.Shell("echo out; echo err >&2"));

        Assert.Equal(new AgentRun(new GuestExit(0), "out\n", "err\n"), run);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(255)]
    public async Task Exec_returns_the_exit_code(int code)
    {
        var run = await AgentRun.OfAsync(channel, GuestCommand.Shell($"exit {code}"));

        Assert.Equal(new GuestExit(code), run.Exit);
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_returns_the_signal_that_ended_the_program()
    {
        var run = await AgentRun.OfAsync(channel, GuestCommand.Shell("kill -SEGV $$"));

        Assert.Equal(new GuestExit(0, 11), run.Exit);
    }

    [Fact(Timeout = 30_000)]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        string[] odd = ["", "a b", "$HOME", "'\"\\", "ä€😀", "-n", "line\nbreak"];
        var run = await AgentRun.OfAsync(channel, new GuestCommand(["printf", "[%s]", .. odd]));

        Assert.Equal(string.Concat(odd.Select(text => $"[{text}]")), run.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_request_larger_than_a_frame_arrives_whole()
    {
        string[] many = [.. Enumerable.Range(0, 8000).Select(i => $"argument number {i} of a large request")];
        string[] argv = ["/bin/sh", "-c", "echo $#; for last; do :; done; echo $last", "sh", .. many];
        var run = await AgentRun.OfAsync(channel, new GuestCommand(argv));

        Assert.Equal("8000\nargument number 7999 of a large request\n", run.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task Standard_input_is_echoed_by_cat()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n"));
        var run = await AgentRun.OfAsync(channel, new GuestCommand("cat"), text);

        Assert.Equal(text, run.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task Sixty_four_programs_run_at_once()
    {
        var processes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => channel.StartAsync(new GuestCommand("cat"), Token)));
        foreach (var (process, i) in processes.Select((process, i) => (process, i)))
        {
            await process.StandardInput.WriteAsync(BitConverter.GetBytes(i), Token);
            await process.StandardInput.DisposeAsync();
        }
        foreach (var (process, i) in processes.Select((process, i) => (process, i)))
        {
            var echoed = new byte[4];
            await process.StandardOutput.ReadExactlyAsync(echoed, Token);
            Assert.Equal(i, BitConverter.ToInt32(echoed));
            Assert.Equal(new GuestExit(0), await process.WaitAsync(Token));
            await process.DisposeAsync();
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Environment_is_laid_over_the_defaults()
    {
        var line = "echo $PATH; echo $HOME $USER $LOGNAME $LANG; echo $MINE; echo [$TERM]";
        var run = await AgentRun.OfAsync(channel, GuestCommand.Shell(line) with
        {
            Environment = new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8", ["MINE"] = "a=b c" },
        });

        Assert.Equal(
            $"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n{Home} {Me} {Me} de_DE.UTF-8\na=b c\n[]\n",
            run.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_program_is_looked_up_on_the_PATH_of_the_command()
    {
        var folder = Directory.CreateTempSubdirectory("smolvm-path-");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "my-echo"), "/bin/echo");
        var run = await AgentRun.OfAsync(channel, new GuestCommand("my-echo", "found") with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = $"/nowhere:{folder.FullName}" },
        });
        folder.Delete(recursive: true);

        Assert.Equal("found\n", run.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_working_directory_is_the_home_unless_another_is_given()
    {
        var home = await AgentRun.OfAsync(channel, new GuestCommand("pwd"));
        var given = await AgentRun.OfAsync(channel, new GuestCommand("pwd") with { WorkingDirectory = "/usr" });

        Assert.Equal(($"{Home}\n", "/usr\n"), (home.Output, given.Output));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("daemon")]
    [InlineData("1")]
    public async Task The_user_is_found_by_name_and_by_number(string user)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        var run = await AgentRun.OfAsync(channel, GuestCommand.Shell("id -u; id -un; id -g; echo $HOME") with { User = user });

        Assert.Equal("1\ndaemon\n1\n/usr/sbin\n", run.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_number_that_no_user_has_is_taken_as_it_is()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        var run = await AgentRun.OfAsync(channel, GuestCommand.Shell("id -u; id -g; id -G; pwd") with { User = "54321" });

        Assert.Equal("54321\n54321\n54321\n/\n", run.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_is_not_there_is_named()
    {
        var script = AgentTestProgram.Write(Path.GetTempFileName(), "#!/no/such/interpreter\n"u8);

        await AssertRefusedAsync("The guest has no program 'no-such-program'.", new("no-such-program"));
        await AssertRefusedAsync("The guest has no program '/no/such'.", new("/no/such"));
        await AssertRefusedAsync("The guest has no program ''.", new(""));
        await AssertRefusedAsync("The guest's '/etc/passwd' cannot be run by 'root': permission denied.", new("/etc/passwd"));
        await AssertRefusedAsync($"The guest has '{script}', but not the interpreter or loader that it names.", new(script));
        await AssertRefusedAsync(
            "The guest has no directory '/no/such' to start 'true' in.", new GuestCommand("true") with { WorkingDirectory = "/no/such" });
        await AssertRefusedAsync(
            "The guest has no user 'nosuchuser' to run 'true' as.", new GuestCommand("true") with { User = "nosuchuser" });
        File.Delete(script);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_no_program_could_get_is_refused_before_it_is_sent()
    {
        Assert.Contains("has no program", await StartErrorAsync(new GuestCommand([])), StringComparison.Ordinal);
        Assert.Contains("holds a NUL", await StartErrorAsync(new("echo", "a\0b")), StringComparison.Ordinal);
        Assert.Contains("the most is 1048576", await StartErrorAsync(new("echo", new string('x', 1 << 20))), StringComparison.Ordinal);
        Assert.Contains(
            "'A=B' cannot be the name of a variable",
            await StartErrorAsync(new GuestCommand("true") with { Environment = new Dictionary<string, string> { ["A=B"] = "" } }),
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_argument_that_the_kernel_does_not_take_is_named()
    {
        await AssertRefusedAsync("The arguments and variables of 'echo' are more than", new("echo", new string('x', 200_000)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Programs_have_a_session_of_their_own_and_no_signal_blocked()
    {
        var run = await AgentRun.OfAsync(
            channel, GuestCommand.Shell("test $(ps -o sid= -p $$) = $$ && exec grep -E 'SigBlk|SigIgn' /proc/self/status"));

        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", run.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_the_agent_was_told_to_ignore_ends_its_programs_all_the_same()
    {
        var (deaf, its) = await AgentHost.OpenAsync("/bin/sh", "-c", "trap '' HUP INT QUIT USR1 TERM; exec \"$@\"", "sh");
        var run = await AgentRun.OfAsync(its, new GuestCommand("grep", "SigIgn", "/proc/self/status"));
        await its.DisposeAsync();
        await deaf.DisposeAsync();

        Assert.Equal("SigIgn:\t0000000000000000\n", run.Output);
    }

    async Task AssertRefusedAsync(string start, GuestCommand command) =>
        Assert.StartsWith(start, await StartErrorAsync(command), StringComparison.Ordinal);

    async Task<string> StartErrorAsync(GuestCommand command) =>
        (await Assert.ThrowsAsync<GuestExecException>(() => channel.StartAsync(command, Token))).Message;
}
