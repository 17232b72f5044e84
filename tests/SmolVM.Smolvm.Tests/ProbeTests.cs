using SmolVM.Errors;

namespace SmolVM.Smolvm.Tests;

public sealed class ProbeTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task An_engine_whose_machines_boot_is_usable_and_is_asked_once()
    {
        await using var host = new EngineOverFake("1.9.3");

        var probe = await host.Engine.ProbeAsync(null, Token);
        // Another engine over the same state, as the next process has it.
        await host.AnotherEngine().ProbeAsync(null, Token);

        Assert.Equal((true, "smolvm 1.9.3"), (probe.Usable, probe.Summary));
        Assert.Empty(await host.LeftAsync());
        await Verify(host.Calls);
    }

    [Theory(Timeout = 300_000)]
    [InlineData("no-kvm", SmolvmFailure.KvmMissing)]
    [InlineData("kvm-denied", SmolvmFailure.KvmPermission)]
    [InlineData("boot-timeout", SmolvmFailure.BootTimeout)]
    public async Task An_engine_whose_machines_do_not_boot_says_why(string fault, SmolvmFailure reason)
    {
        await using var host = new EngineOverFake("1.9.3", fault);

        var probe = await host.Engine.ProbeAsync(null, Token);

        Assert.False(probe.Usable);
        Assert.Equal((ErrorCodes.Smolvm, reason), (probe.Problem!.Code, ((SmolvmException)probe.Problem).Reason));
        Assert.Empty(await host.LeftAsync());
    }
}
