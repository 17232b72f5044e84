using System.Globalization;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class DiesWithParentTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

    Command Owned(params string[] argv) => new(argv) { DiesWithParent = true, Output = Sh.FirstLineTo(_line) };

    [Fact]
    public Task Argv_of_an_owned_program() =>
        Verify(string.Join('\n', OwnedArgv.Wrap(["/usr/bin/qemu-system-x86_64", "-name", "a b", "--", "--version"])));

    [Theory(Timeout = 30_000)]
    [InlineData(Signals.Kill)]
    [InlineData(Signals.Term)]
    public async Task Owned_program_is_gone_when_its_owner_was_killed(int signal)
    {
        await using var owner = await TestHost.StartAsync("own-command", "sleep", "300");
        Assert.NotNull(ProcessStat.OfLiving(owner.NamedPid));

        await owner.SignalAsync(signal);

        await Ended.SoonAsync(owner.NamedPid);
    }

    [Fact(Timeout = 30_000)]
    public async Task Owned_program_that_ignores_signals_is_gone_when_its_owner_was_killed()
    {
        await using var owner = await TestHost.StartAsync("own-command", "env", "--ignore-signal", "sleep", "300");

        await owner.SignalAsync(Signals.Kill);

        await Ended.SoonAsync(owner.NamedPid);
    }

    [Theory]
    [InlineData("/usr/bin/setsid\0setpriv\0--pdeathsig\0KILL\0--\0/bin/cat\0", true)]
    [InlineData("setpriv\0--pdeathsig\0KILL\0--\0/bin/cat\0", true)]
    [InlineData("/bin/cat\0setpriv\0--pdeathsig\0", false)]
    [InlineData("/usr/bin/setsid\0/bin/cat\0", false)]
    [InlineData("", true)]
    public void Wrappers_are_told_from_the_program(string commandLine, bool wrapper) => Assert.Equal(wrapper, Arming.IsWrapper(commandLine));

    [Fact(Timeout = 30_000)]
    public async Task Started_means_that_the_program_has_taken_the_place_of_its_wrappers()
    {
        await using var running = Sh.Runner.Start(new Command("sleep", "300") { DiesWithParent = true });

        Assert.EndsWith("/sleep\0300\0", ProcessStat.OfLiving(running.ProcessId)!.CommandLine(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Process_id_is_the_programs_own_and_names_its_session()
    {
        await using var running = Sh.Runner.Start(Owned("sh", "-c", "echo $$; exec sleep 300"));

        Assert.Equal(running.ProcessId.ToString(CultureInfo.InvariantCulture), await _line.Task.WaitAsync(Token));
        Assert.True(ProcessStat.OfLiving(running.ProcessId)!.IsLeader);
    }

    [Fact(Timeout = 30_000)]
    public async Task Exit_code_and_argv_are_those_of_the_program()
    {
        var result = await Sh.Runner.RunAsync(new Command("sh", "-c", "echo out; exit 7") { DiesWithParent = true }, Token);

        Assert.Equal((7, "out\n"), (result.ExitCode, result.StandardOutput));
        Assert.Equal(["sh", "-c", "echo out; exit 7"], result.Argv);
    }

    [Fact(Timeout = 30_000)]
    public async Task Owned_program_survives_the_thread_that_asked_for_it()
    {
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = Owned("cat") with
        {
            Input = async (stream, token) =>
            {
                await mayAnswer.Task.WaitAsync(token);
                await stream.WriteAsync("alive\n"u8.ToArray(), token);
            },
        };
        IRunningCommand? started = null;
        var thread = "";
        var shortLived = new Thread(() =>
        {
            thread = new FileInfo("/proc/thread-self").LinkTarget!;
            started = Sh.Runner.Start(command);
        });
        shortLived.Start();
        shortLived.Join();
        await Ended.SoonAsync(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture));
        await using var running = started!;

        mayAnswer.SetResult();

        Assert.Equal("alive", await _line.Task.WaitAsync(Token));
        Assert.Equal(0, (await running.Completion.WaitAsync(Token)).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Kill_reaches_a_grandchild_whose_parent_has_ended()
    {
        await using var running = Sh.Runner.Start(Owned("sh", "-c", "sh -c 'sleep 300 & echo $!'; exec sleep 300"));
        var grandchild = int.Parse(await _line.Task.WaitAsync(Token), CultureInfo.InvariantCulture);
        Assert.NotNull(ProcessStat.OfLiving(grandchild));

        running.Kill();

        Assert.Equal(137, (await running.Completion.WaitAsync(Token)).ExitCode);
        await Ended.SoonAsync(grandchild);
    }

    [Fact(Timeout = 30_000)]
    public async Task Owned_program_that_ends_leaves_no_daemon()
    {
        var result = await Sh.Runner.RunAsync(new Command("sh", "-c", "sleep 300 & echo $!") { DiesWithParent = true }, Token);

        await Ended.SoonAsync(int.Parse(result.StandardOutput, CultureInfo.InvariantCulture));
    }
}
