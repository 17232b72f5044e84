using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests;

/// <summary>Machines of the program would live for ever: their owner keeps their time.</summary>
public sealed class LifetimeTests
{
    [Theory(Timeout = 300_000)]
    [InlineData("0.8.0")]
    [InlineData("1.9.3")]
    public async Task A_machine_ends_with_its_lifetime_and_with_it_what_runs_in_it(string version)
    {
        await using var host = new EngineOverFake(version);
        var options = new MachineOptions { Network = true, MaximumLifetime = TimeSpan.FromSeconds(3) };
        var machine = await host.StartAsync(options);

        await Assert.ThrowsAsync<Guests.GuestLostException>(() => machine.ExecAsync("sleep 300", TestContext.Current.CancellationToken));

        // The end that has begun, not another one.
        await machine.DisposeAsync();
        Assert.Empty(await host.LeftAsync());
        Assert.Single(host.Fake.Calls, call => call.Contains("delete"));
    }
}
