using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.Smolvm.Tests.Machines;

/// <summary>What becomes of the machines of a process that ends. Alone: each start of another test would look after them too.</summary>
[Collection(nameof(OwnerTests))]
[CollectionDefinition(nameof(OwnerTests), DisableParallelization = true)]
public sealed class OwnerTests
{
    static readonly MachineOptions Open = new() { Network = true };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task The_machine_of_a_process_that_is_asked_to_end_ends_with_it(string version)
    {
        await using var host = new EngineHost(version);
        await using var owner = await TestHost.StartAsync("run-smolvm-machine", host.Executable, host.Settings.StateFolder);
        Assert.Single(await host.LivingAsync());

        await owner.SignalAsync(Signals.Term);

        Assert.Empty(await host.LeftAsync());
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task The_machine_of_a_living_process_is_left_alone_and_that_of_a_killed_one_is_removed(string version)
    {
        await using var host = new EngineHost(version);
        await using var owner = await TestHost.StartAsync("run-smolvm-machine", host.Executable, host.Settings.StateFolder);
        await (await host.StartAsync(Open)).DisposeAsync();
        Assert.Single(await host.LivingAsync());

        await owner.SignalAsync(Signals.Kill);
        Assert.Single(await host.LivingAsync());

        await (await host.StartAsync(Open)).DisposeAsync();
        Assert.Empty(await host.LeftAsync());
        Assert.Empty(Directory.GetDirectories(Path.Combine(host.Settings.StateFolder, "owners")));
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task Machines_whose_owner_has_ended_are_removed_by_the_next_start_and_others_are_left(string version)
    {
        await using var host = new EngineHost(version);
        var (abandoned, other) = ($"{$"smolnet-{Guid.NewGuid():N}"[..24]}-web", $"other-{Guid.NewGuid():N}"[..20]);
        foreach (var name in (string[])[abandoned, other])
            await host.Cli.RunAsync(new MachineCreate(name).Argv(host.Cli.Version), SmolvmCall.Short, Token);
        await host.Cli.RunAsync(MachineVerbs.Start(abandoned, host.Cli.Version), SmolvmCall.Long, Token);

        await using (await host.StartAsync(Open))
            Assert.Single(await host.LivingAsync());

        Assert.Equal([other], await host.LeftAsync());
    }
}
