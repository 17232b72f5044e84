using System.Globalization;
using SmolVM.Guests;
using SmolVM.Processes;
using SmolVM.Smolvm;
using static SmolVM.Tests.Smolvm.Argv;

namespace SmolVM.Tests.Smolvm;

/// <summary>
/// The channel over a program that runs the guest's commands on this host: what comes back through the shell line, the marks and the
/// streams.
/// </summary>
public sealed class ExecChannelTests : IAsyncDisposable
{
    const string RunsHere = """
        [ "$1 $2 $3" = "machine exec --name" ] || exit 3
        shift 4
        while [ "$1" != -- ]; do
            case "$1" in
                -i) shift ;;
                -e) export "$2"; shift 2 ;;
                --timeout) shift 2 ;;
                *) exit 9 ;;
            esac
        done
        shift
        exec "$@"
        """;

    readonly ScriptedCli script = new(RunsHere);
    readonly ExecChannel channel;

    public ExecChannelTests() => channel = Channel(V193);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        script.Dispose();
    }

    [Fact]
    public async Task Both_outputs_and_the_exit_code_are_the_guests()
    {
        var result = await channel.ExecAsync(GuestCommand.Shell("printf out; printf 'err\\n\\n' >&2; exit 2"), null, Token);

        Assert.Equal(("out", "err\n\n", 2), (result.StandardOutput, result.StandardError, result.ExitCode));
    }

    [Fact]
    public async Task An_exit_code_of_one_with_the_programs_words_is_the_guests_all_the_same()
    {
        var result = await channel.ExecAsync(GuestCommand.Shell("echo 'Error: vm not found: a' >&2; exit 1"), null, Token);

        Assert.Equal(("Error: vm not found: a\n", 1), (result.StandardError, result.ExitCode));
    }

    [Fact]
    public async Task A_death_by_signal_is_seen() =>
        Assert.Equal(137, (await channel.ExecAsync(GuestCommand.Shell("kill -KILL $$"), null, Token)).ExitCode);

    [Fact]
    public async Task Arguments_variables_and_the_directory_arrive_as_they_are()
    {
        var command = new GuestCommand("/bin/sh", "-c", "printf '%s|' \"$@\" \"$A\" \"$PWD\"", "sh", "two words", "it's", "$HOME", "--", "")
        {
            Environment = new Dictionary<string, string> { ["A"] = "-x =y\n" },
            WorkingDirectory = "/usr/bin",
        };

        Assert.Equal("two words|it's|$HOME|--||-x =y\n|/usr/bin|", (await channel.ExecAsync(command, null, Token)).StandardOutput);
    }

    [Fact]
    public async Task Input_arrives_whole()
    {
        var text = new string('x', 300_000) + "end";

        Assert.Equal(text, (await channel.ExecAsync(new GuestCommand("cat"), text, Token)).StandardOutput);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(32 * 1024)]
    [InlineData(32 * 1024 + 1)]
    [InlineData(300_000)]
    public async Task Input_arrives_whole_where_a_long_one_is_not_reliable(int length)
    {
        await using var old = Channel(V080);
        var text = new string('x', length);

        var result = await old.ExecAsync(GuestCommand.Shell("cat; exit 3"), text, Token);

        Assert.Equal((text, 3), (result.StandardOutput, result.ExitCode));
    }

    [Fact]
    public async Task A_short_input_needs_one_call_and_a_long_one_a_call_for_each_piece()
    {
        await using var old = Channel(V080);

        await old.ExecAsync(new GuestCommand("cat"), new string('x', 32 * 1024), Token);
        Assert.Single(script.Calls);
        await old.ExecAsync(new GuestCommand("cat"), new string('x', 100 * 1024), Token);
        Assert.Equal(1 + 4 + 1, script.Calls.Count);
    }

    [Fact]
    public async Task A_missing_program_is_said_before_anything_runs()
    {
        var failure = await Assert.ThrowsAsync<GuestExecException>(
            () => channel.ExecAsync(new GuestCommand("no-such-program"), null, Token));

        Assert.StartsWith("There is no program 'no-such-program' in the guest.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_directory_is_said_before_anything_runs()
    {
        var failure = await Assert.ThrowsAsync<GuestExecException>(
            () => channel.ExecAsync(new GuestCommand("true") { WorkingDirectory = "/no such" }, null, Token));

        Assert.StartsWith("There is no directory '/no such' in the guest", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_user_is_said_before_anything_runs()
    {
        var failure = await Assert.ThrowsAsync<GuestExecException>(
            () => channel.ExecAsync(new GuestCommand("true") { User = "nobody-here" }, null, Token));

        Assert.StartsWith("There is no user 'nobody-here' in the guest", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_megabytes_on_both_outputs_at_once_come_whole()
    {
        var (output, error) = (0L, 0L);
        var exit = await new GuestRun(channel, GuestCommand.Shell("head -c 52428800 /dev/zero & head -c 52428800 /dev/zero >&2; wait"))
        {
            Output = async (stream, token) => output = await Count(stream, token),
            Error = async (stream, token) => error = await Count(stream, token),
        }.RunAsync(Token);

        Assert.Equal((52428800, 52428800, 0), (output, error, exit.ShellCode));
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_ended_with_what_it_started()
    {
        var file = Path.Combine(script.Folder, "pid");
        var command = GuestCommand.Shell($"sleep 300 & echo $! > {file}; wait") with { Timeout = TimeSpan.FromSeconds(10) };

        await Assert.ThrowsAsync<GuestExecException>(() => channel.ExecAsync(command, null, Token));

        Assert.Null(ProcessStat.OfLiving(int.Parse(await File.ReadAllTextAsync(file, Token), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_signal_reaches_the_program()
    {
        var command = GuestCommand.Shell("trap 'echo caught; exit 7' USR1; echo up; while :; do sleep 0.05; done");
        await using var process = await channel.StartAsync(command, Token);
        await process.StandardInput.DisposeAsync();
        var reader = new StreamReader(process.StandardOutput);
        Assert.Equal("up", await reader.ReadLineAsync(Token));

        await process.SignalAsync(10, Token);

        Assert.Equal("caught\n", await reader.ReadToEndAsync(Token));
        await process.StandardError.CopyToAsync(Stream.Null, Token);
        Assert.Equal(7, (await process.WaitAsync(Token)).ShellCode);
    }

    [Fact]
    public async Task What_the_program_itself_says_is_not_the_guests()
    {
        using var noisy = new ScriptedCli("echo 'WARN something' >&2\n" + RunsHere);
        await using var channel = new ExecChannel(noisy.Cli(V193), () => "agent");

        Assert.Equal("mine\n", (await channel.ExecAsync(GuestCommand.Shell("echo mine >&2"), null, Token)).StandardError);
    }

    [Fact]
    public async Task A_machine_that_does_not_run_is_lost_and_its_end_is_told()
    {
        using var gone = new ScriptedCli("echo \"Error: machine 'agent' is not running. Use 'smolvm machine start'\" >&2; exit 1");
        await using var channel = new ExecChannel(gone.Cli(V193), () => "agent");

        var failure = await Assert.ThrowsAsync<GuestLostException>(() => channel.ExecAsync(new GuestCommand("true"), null, Token));

        Assert.Contains("'agent' does not run any more", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_ends_under_a_program_is_lost()
    {
        using var crash = new ScriptedCli("""
            mark=$(printf %s "$*" | grep -o '036[0-9a-f]\{32\}' | head -n 1 | cut -c 4-)
            printf '\036%s pid 1\n' "$mark" >&2
            exit 137
            """);
        await using var channel = new ExecChannel(crash.Cli(V193), () => "agent");

        await Assert.ThrowsAsync<GuestLostException>(() => channel.ExecAsync(new GuestCommand("true"), null, Token));
    }

    [Fact]
    public async Task A_start_that_was_only_in_another_calls_way_is_tried_again()
    {
        using var busy = new ScriptedCli("[ $calls -ge 2 ] || { echo 'Error: database is locked' >&2; exit 1; }\n" + RunsHere);
        await using var channel = new ExecChannel(busy.Cli(V193, new JumpingTime()), () => "agent");

        Assert.Equal("hi", (await channel.ExecAsync(new GuestCommand("printf", "hi"), null, Token)).StandardOutput);
        Assert.Equal(3, busy.Calls.Count);
    }

    [Fact]
    public async Task A_terminal_is_refused_with_the_command_that_has_one()
    {
        var refusal = await Assert.ThrowsAsync<Errors.SmolVmException>(
            () => channel.ExecAsync(new GuestCommand("sh") { Terminal = new PseudoTerminal(80, 24) }, null, Token));

        Assert.Contains("machine exec --name agent -it", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(script.Calls);
    }

    [Fact]
    public async Task Lines_come_while_the_program_runs()
    {
        var file = Path.Combine(script.Folder, "go");
        var lines = new List<string>();

        var exit = await channel.StreamAsync(
            GuestCommand.Shell($"echo one; while [ ! -e {file} ]; do sleep 0.05; done; echo two"),
            line =>
            {
                lines.Add(line.Text);
                File.WriteAllText(file, "");
            },
            Token);

        Assert.Equal(["one", "two"], lines);
        Assert.Equal(0, exit.ShellCode);
    }

    [Fact]
    public async Task A_tree_is_copied_in_and_out()
    {
        using var tree = new TemporaryDirectory();
        tree.Write("in/a", "one");
        tree.Write("in/b/c", new string('z', 200_000));
        var files = new GuestFiles(channel, []);

        await files.CopyInAsync(tree["in"], tree["guest"], Token);
        await files.CopyOutAsync(tree["guest"], tree["out"], Token);

        Assert.Equal(new string('z', 200_000), await File.ReadAllTextAsync(Path.Combine(tree["out"], "b", "c"), Token));
    }

    [Fact]
    public Task The_shell_line_is_known() => Verify(string.Join('\n', ExecScript.Argv(
        new GuestCommand("ls", "it's") { WorkingDirectory = "/srv", User = "app" }, "0123abcd")));

    ExecChannel Channel(SmolvmVersion version) => new(script.Cli(version), () => "agent");

    static async Task<long> Count(Stream stream, CancellationToken cancellationToken)
    {
        var (buffer, total) = (new byte[64 * 1024], 0L);
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            total += read;
        return total;
    }
}
