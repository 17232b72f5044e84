using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests;

/// <summary>The program takes no port 0: between the choice of a free port and the start somebody else may take it.</summary>
public sealed class PortTests
{
    static readonly MachineOptions WithPort = new() { Network = true, Ports = [8080] };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 300_000)]
    [InlineData("0.8.0")]
    [InlineData("1.9.3")]
    public async Task A_machine_whose_port_was_taken_is_made_again_with_another(string version)
    {
        await using var host = new EngineOverFake(version, "port-in-use:2");

        await using (var machine = await host.StartAsync(WithPort))
        {
            var asked = host.Fake.Calls.Where(call => call.Contains("create")).Select(call => call.First(word => word.EndsWith(":8080")));
            Assert.Equal(3, asked.Distinct().Count());
            Assert.Equal($"{(await machine.ForwardPortAsync(8080, Token)).Port}:8080", asked.Last());
        }
        Assert.Empty(await host.LeftAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_port_that_is_taken_again_and_again_is_told_and_nothing_is_left()
    {
        await using var host = new EngineOverFake("1.9.3", "port-in-use");

        var failure = await Assert.ThrowsAsync<SmolvmException>(() => host.StartAsync(WithPort));

        Assert.Equal(SmolvmFailure.PortInUse, failure.Reason);
        Assert.Equal(3, host.Fake.Calls.Count(call => call.Contains("create")));
        Assert.Empty(await host.LeftAsync());
    }
}
