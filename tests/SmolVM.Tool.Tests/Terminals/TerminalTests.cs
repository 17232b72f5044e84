using SmolVM.Processes;
using SmolVM.Tool.Tests.Machines;

namespace SmolVM.Tool.Tests.Terminals;

/// <summary>Programs of a machine that runs, at a terminal of the host.</summary>
public sealed class TerminalTests(StartedMachine machine) : IClassFixture<StartedMachine>
{
    const int Limit = 300_000;

    /// <summary>Says that it has begun; at Ctrl-C it says so, and its exit code is 7.</summary>
    const string Trap = "trap 'echo caught; exit 7' INT; echo begun; while :; do sleep 1; done";

    Typist At(string verb, params string[] words) => Typist.Start(["machine", verb, "--name", machine.Name, .. words]);

    [Theory(Timeout = Limit)]
    [InlineData("shell")]
    [InlineData("ssh")]
    public async Task A_shell_has_the_terminal_with_its_size_its_keys_and_its_exit_code(string verb)
    {
        await using var typist = At(verb);

        await typist.TypeAsync("test -t 0 && test -t 1 && test -t 2 && echo \"a $TERM of $(stty size)\"\r");
        await typist.SeeAsync($"a xterm of {Typist.Size}\r\n");
        // Not in a subshell: bash's catches a Ctrl-C that comes between the two, and its exec forgets it.
        await typist.TypeAsync("sh -c 'echo be\"\"gun; exec sleep 1000'\r");
        await typist.SeeAsync("begun\r\n");
        await typist.TypeAsync(Typist.CtrlC);
        await typist.TypeAsync("echo \"code <$?>\"\r");
        await typist.SeeAsync("code <130>\r\n");
        await typist.TypeAsync("exit 7\r");

        Assert.Equal(7, await typist.EndAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_has_the_terminal_with_its_size_and_gets_Ctrl_C_itself()
    {
        await using var typist = At("exec", "-it", "--", "sh", "-c", $"test -t 0 && test -t 1 && test -t 2 && stty size; {Trap}");

        await typist.SeeAsync($"{Typist.Size}\r\n");
        await typist.SeeAsync("begun\r\n");
        await typist.TypeAsync(Typist.CtrlC);
        await typist.SeeAsync("caught\r\n");

        Assert.Equal(7, await typist.EndAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_without_input_gets_Ctrl_C_too()
    {
        await using var typist = At("exec", "-t", "--", "sh", "-c", Trap);

        await typist.SeeAsync("begun\r");
        await typist.TypeAsync(Typist.CtrlC);
        await typist.SeeAsync("caught\r");

        Assert.Equal(7, await typist.EndAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_is_told_the_new_size_of_the_terminal()
    {
        await using var typist = At("exec", "-it", "--", "sh", "-c", "trap 'stty size; exit' WINCH; echo begun; while :; do sleep 1; done");
        await typist.SeeAsync("at <");
        var device = await typist.SeeAsync(">");
        await typist.SeeAsync("begun\r\n");

        var resize = new Command("stty", "-F", device, "rows", "40", "cols", "90");
        await new CommandRunner().RunAsync(resize, TestContext.Current.CancellationToken);

        await typist.SeeAsync("40 90\r\n");
        Assert.Equal(0, await typist.EndAsync());
    }
}
