using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>What a login without a terminal writes, all the way to the host.</summary>
public sealed class SshStreamTests(SharedMachine shared)
{
    const int Limit = 120_000;
    const int FiveMiB = 5 << 20;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Both_streams_come_whole_and_so_does_the_exit_code()
    {
        using var folder = new TemporaryDirectory();
        var (output, error) = (folder["output"], folder["error"]);

        var result = await LoginAsync(
            $"head -c {FiveMiB} /dev/zero & head -c {FiveMiB} /dev/zero >&2; wait; exit 3", $">'{output}' 2>'{error}'");

        Assert.Equal((FiveMiB, FiveMiB, 3), (new FileInfo(output).Length, new FileInfo(error).Length, result.ExitCode));
    }

    [Fact(Timeout = Limit)]
    public async Task A_login_ends_with_its_shell_and_not_with_what_that_left_behind()
    {
        var result = await LoginAsync("sleep 1000 & echo $!");

        await shared.Machine.ExecAsync($"kill {result.StandardOutput}", Token);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task A_login_whose_shell_is_killed_says_so()
    {
        var result = await LoginAsync("echo before; kill -9 $$");

        // What ssh makes of a death by signal.
        Assert.Equal(("before\n", 255), (result.StandardOutput, result.ExitCode));
    }

    Task<CommandResult> LoginAsync(string line, string redirected = "") =>
        new CommandRunner().RunAsync(new Command("sh", "-c", $"{shared.Machine.SshCommand} '{line}' {redirected}"), Token);
}
