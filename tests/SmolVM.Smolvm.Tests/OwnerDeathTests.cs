using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Smolvm.Tests;

/// <summary>What is left of a process that was killed, and what becomes of it.</summary>
public sealed class OwnerDeathTests
{
    static readonly MachineOptions Open = new() { Network = true };

    [Theory(Timeout = 300_000)]
    [InlineData("0.8.0")]
    [InlineData("1.9.3")]
    public async Task The_machine_of_a_process_that_is_asked_to_end_ends_with_it(string version)
    {
        await using var host = new EngineOverFake(version);
        await using var owner = await TestHost.StartAsync("run-smolvm-machine", host.Fake.Executable, host.Settings.StateFolder);
        Assert.Single(host.Fake.LivingMachines);

        await owner.SignalAsync(Signals.Term);

        Assert.Empty(await host.LeftAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task The_machine_of_a_living_process_is_left_alone_and_that_of_a_killed_one_is_removed()
    {
        await using var host = new EngineOverFake("1.0.2");
        await using var owner = await TestHost.StartAsync("run-smolvm-machine", host.Fake.Executable, host.Settings.StateFolder);

        await (await host.StartAsync(Open)).DisposeAsync();
        Assert.Single(host.Fake.LivingMachines);

        await owner.SignalAsync(Signals.Kill);
        Assert.Single(host.Fake.LivingMachines);

        await (await host.StartAsync(Open)).DisposeAsync();
        Assert.Empty(await host.LeftAsync());
        Assert.Empty(Directory.GetDirectories(Path.Combine(host.Settings.StateFolder, "owners")));
    }
}
