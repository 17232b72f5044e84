using SmolVM.Smolvm;
using static SmolVM.Tests.Smolvm.Argv;

namespace SmolVM.Tests.Smolvm;

public sealed class SmolvmReadinessTests
{
    readonly JumpingTime time = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_that_answers_at_once_is_asked_once()
    {
        using var script = new ScriptedCli("exit 0");

        await script.Cli(V193, time).WaitExecReadyAsync("agent", TimeSpan.FromSeconds(30), Token);

        Assert.Equal(["machine exec --name agent --timeout 30s -- true"], script.Calls);
    }

    [Fact]
    public async Task It_is_asked_as_often_as_it_takes()
    {
        using var script = new ScriptedCli(
            """[ $calls -ge 6 ] || { echo "Error: machine 'agent' is not running. Use start" >&2; exit 1; }""");

        await script.Cli(V193, time).WaitExecReadyAsync("agent", TimeSpan.FromSeconds(30), Token);

        Assert.Equal(7, script.Calls.Count);
    }

    [Fact]
    public async Task At_the_deadline_the_machine_and_its_last_words_are_named()
    {
        using var script = new ScriptedCli("echo \"Error: not yet, try $calls\" >&2; exit 1");

        var failure = await Assert.ThrowsAsync<SmolvmException>(
            () => script.Cli(V193, time).WaitExecReadyAsync("agent", TimeSpan.FromSeconds(10), Token));

        Assert.Equal(SmolvmFailure.BootTimeout, failure.Reason);
        Assert.StartsWith(
            $"Waited 10 s for the machine 'agent' to run a command, and asked {script.Calls.Count} times.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Equal($"Error: not yet, try {script.Calls.Count - 1}\n", failure.StandardError);
        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("machine 'agent' not found", SmolvmFailure.NotFound)]
    [InlineData("kvm permission denied: /dev/kvm", SmolvmFailure.KvmPermission)]
    [InlineData("hypervisor not available: none", SmolvmFailure.HypervisorMissing)]
    public async Task What_will_never_pass_is_not_waited_for(string text, SmolvmFailure reason)
    {
        using var script = new ScriptedCli($"echo \"Error: {text}\" >&2; exit 1");

        var failure = await Assert.ThrowsAsync<SmolvmException>(
            () => script.Cli(V193, time).WaitExecReadyAsync("agent", TimeSpan.FromSeconds(30), Token));

        Assert.Equal((reason, 1), (failure.Reason, script.Calls.Count));
    }
}
