using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>What a login without a terminal writes, all the way to the host.</summary>
public sealed class SshStreamTests(SharedMachine shared)
{
    const int Limit = 300_000;
    const int FiveMiB = 5 << 20;
    const int Much = 200_000;

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
        // Little and more than a pipe holds, each several times: the last output and the end of the shell come in any order.
        var logins = new Command(
            "sh",
            "-c",
            $"for i in $(seq 8); do {shared.Machine.SshCommand} 'sleep 4713 & echo little' || exit; "
                + $"{shared.Machine.SshCommand} 'sleep 4713 & head -c {Much} /dev/zero' || exit; done");

        var result = await new CommandRunner().RunAsync(logins with { CaptureLimit = 16 * Much }, Token);

        await shared.Machine.ExecAsync("pkill -f 'sleep 4713'", Token);
        Assert.Equal(8 * ("little\n".Length + Much), result.EnsureSuccess().StandardOutput.Length);
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
