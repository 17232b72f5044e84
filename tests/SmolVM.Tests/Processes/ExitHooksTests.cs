using System.Globalization;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class ExitHooksTests : IDisposable
{
    const int Interrupt = 2;
    const int HangUp = 1;

    readonly TemporaryDirectory _folder = new();

    string Log => _folder["log"];

    public void Dispose() => _folder.Dispose();

    Task<string> LoggedAsync() => File.ReadAllTextAsync(Log, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData(Signals.Term, 143)]
    [InlineData(HangUp, 129)]
    public async Task Signal_runs_the_hooks_latest_first_and_keeps_its_exit_code(int signal, int exitCode)
    {
        await using var host = await TestHost.StartAsync("register-exit-hook", Log);

        var result = await host.SignalAsync(signal);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("second\nfirst\n", await LoggedAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Return_from_Main_runs_the_hooks()
    {
        await using var host = await TestHost.StartAsync("register-exit-hook", Log);

        var result = await host.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("second\nfirst\n", await LoggedAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Exit_runs_the_hooks_and_keeps_its_code()
    {
        var result = await Sh.Runner.RunAsync(TestHost.Command("register-exit-hook", Log, "exit"), TestContext.Current.CancellationToken);

        Assert.Equal(5, result.ExitCode);
        Assert.Equal("second\nfirst\n", await LoggedAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Hook_that_fails_is_reported_and_does_not_stop_the_others()
    {
        await using var host = await TestHost.StartAsync("register-exit-hook", Log, "fail");

        var result = await host.SignalAsync(Signals.Term);

        Assert.Equal(143, result.ExitCode);
        Assert.Equal("smolvm: clean-up at the end of the process failed: the second clean-up fails\n", result.StandardError);
        Assert.Equal("second\nfirst\n", await LoggedAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Interrupt_stays_the_business_of_the_application()
    {
        await using var host = await TestHost.StartAsync("register-exit-hook", Log);

        var result = await host.SignalAsync(Interrupt);

        Assert.Equal(130, result.ExitCode);
        Assert.False(File.Exists(Log));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("taken-before", "second\nfirst\napplication\n")]
    [InlineData("taken-after", "application\n")]
    public async Task Application_that_takes_the_signal_decides_whether_the_process_ends(string variant, string log)
    {
        await using var host = await TestHost.StartAsync("register-exit-hook", Log, variant);

        var result = await host.SignalAsync(Signals.Term);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(log, await LoggedAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task Hooks_that_were_disposed_do_not_run()
    {
        await using var host = await TestHost.StartAsync("register-exit-hook", Log, "unregister");

        var result = await host.SignalAsync(Signals.Term);

        Assert.Equal(143, result.ExitCode);
        Assert.False(File.Exists(Log));
    }

    [Fact(Timeout = 30_000)]
    public async Task Hang_up_that_nohup_ignores_stays_ignored()
    {
        const ulong hangUpBit = 1UL << (HangUp - 1);
        var argv = TestHost.Command("register-exit-hook", Log).Argv;
        await using var host = await TestHost.StartAsync(Sh.Script("trap '' HUP; exec \"$@\"", [.. argv]));

        var status = await File.ReadAllLinesAsync($"/proc/{host.Pid}/status", TestContext.Current.CancellationToken);

        var ignored = status.Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        Assert.Equal(hangUpBit, ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & hangUpBit);
    }
}
