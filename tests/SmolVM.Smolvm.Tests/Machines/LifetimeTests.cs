using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests.Machines;

/// <summary>Machines of the program would live for ever: their owner keeps their time.</summary>
public sealed class LifetimeTests
{
    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task A_machine_ends_with_its_lifetime_and_with_it_what_runs_in_it(string version)
    {
        await using var host = new EngineHost(version);
        var options = new MachineOptions { Network = true, MaximumLifetime = EngineHost.ShortLife };
        var machine = await host.StartAsync(options);

        await Assert.ThrowsAsync<Guests.GuestLostException>(() => machine.ExecAsync("sleep 300", TestContext.Current.CancellationToken));

        // The end that has begun, not another one.
        await machine.DisposeAsync();
        Assert.Empty(await host.LeftAsync());
        Assert.Single(host.Recorded, call => call.Contains("delete"));
    }
}
