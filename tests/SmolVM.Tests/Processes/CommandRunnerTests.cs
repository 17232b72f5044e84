using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class CommandRunnerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Run_returns_exit_code_and_both_streams_and_argv()
    {
        var result = await Sh.RunAsync("echo out; echo err >&2; exit 3");

        Assert.Equal((3, "out\n", "err\n"), (result.ExitCode, result.StandardOutput, result.StandardError));
        Assert.Equal(["sh", "-c", "echo out; echo err >&2; exit 3", "sh"], result.Argv);
        Assert.InRange(result.Elapsed, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
    }

    [Fact(Timeout = 30_000)]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] odd = ["", " ", "a b", "\"", "\\\"", "'", "$HOME", "*", "a\nb", "ä", "-x", "\\"];

        var result = await Sh.Runner.RunAsync(new Command(["printf", "[%s]", .. odd]), Token);

        Assert.Equal(string.Concat(odd.Select(argument => $"[{argument}]")), result.StandardOutput);
    }

    [Fact(Timeout = 30_000)]
    public async Task Death_by_signal_is_128_and_its_number()
    {
        var killed = await Sh.RunAsync("kill -KILL $$");
        var terminated = await Sh.RunAsync("kill -TERM $$");

        Assert.Equal((137, 143), (killed.ExitCode, terminated.ExitCode));
    }

    [Fact(Timeout = 30_000)]
    public async Task Environment_is_laid_over_the_callers_and_null_removes()
    {
        var command = Sh.Script("echo \"$GIVEN|${HOME-gone}|$PATH\"") with
        {
            Environment = new Dictionary<string, string?> { ["GIVEN"] = "a b", ["HOME"] = null },
        };

        var result = await Sh.Runner.RunAsync(command, Token);

        Assert.Equal($"a b|gone|{Environment.GetEnvironmentVariable("PATH")}\n", result.StandardOutput);
    }

    [Fact(Timeout = 30_000)]
    public async Task Working_directory_is_the_one_that_is_named()
    {
        using var folder = new TemporaryDirectory();

        var result = await Sh.Runner.RunAsync(Sh.Script("pwd -P") with { WorkingDirectory = folder.Path }, Token);

        Assert.Equal(folder.Path + "\n", result.StandardOutput);
    }

    [Fact(Timeout = 30_000)]
    public async Task Standard_input_is_empty_without_an_input()
    {
        var result = await Sh.RunAsync("wc -c");

        Assert.Equal("0", result.StandardOutput.Trim());
    }

    [Fact(Timeout = 30_000)]
    public async Task Nothing_but_the_three_streams_is_inherited()
    {
        using var folder = new TemporaryDirectory();
        await using var held = File.Open(Path.Combine(folder.Path, "held"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var result = await Sh.RunAsync("ls -l /proc/self/fd");

        Assert.Contains("pipe:", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Success_is_ensured_or_thrown_with_the_result()
    {
        var success = await Sh.RunAsync("true");
        var failure = await Sh.RunAsync("exit 9");

        Assert.Same(success, success.EnsureSuccess());
        var thrown = Assert.Throws<CommandFailedException>(failure.EnsureSuccess);
        Assert.Same(failure, thrown.Result);
        Assert.Equal(ErrorCodes.ToolFailed, thrown.Code);
    }

    [Fact(Timeout = 30_000)]
    public async Task Many_commands_at_once_get_their_own_output()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Sh.RunAsync($"echo {i}")));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}\n"), results.Select(result => result.StandardOutput));
    }
}
