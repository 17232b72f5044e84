using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests;

/// <summary>Clones by fork. The fake's clones have the disk of what they were forked from, and boot anew.</summary>
public sealed class CloneTests
{
    static readonly MachineOptions Clonable = new() { Network = true, Name = "web", Clonable = true };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_machine_that_was_not_started_for_it_is_not_cloned()
    {
        await using var host = new EngineOverFake("1.9.3");
        await using var machine = await host.StartAsync(Clonable with { Clonable = false });

        var refusal = await Assert.ThrowsAsync<Errors.SmolVmException>(() => machine.FreezeAsync(Token));

        Assert.Contains("MachineOptions.Clonable", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_with_ports_is_refused_as_clonable_before_anything_starts()
    {
        await using var host = new EngineOverFake("1.9.3");

        var refusal = await Assert.ThrowsAsync<Errors.SmolVmException>(() => host.StartAsync(Clonable with { Ports = [8080] }));

        Assert.StartsWith("smolvm cannot clone a machine that forwards port 8080", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(host.Fake.Calls);
    }

    [Theory(Timeout = 300_000)]
    [InlineData("1.7.5", false)]
    [InlineData("1.7.6", true)]
    [InlineData("1.9.3", true)]
    public async Task Whether_machines_can_be_cloned_is_known_when_the_version_is(string version, bool clones)
    {
        await using var host = new EngineOverFake(version);
        Assert.True(host.Engine.Capabilities.HasFlag(EngineCapabilities.Clones));

        await host.Engine.ProbeAsync(null, Token);

        Assert.Equal(clones, host.Engine.Capabilities.HasFlag(EngineCapabilities.Clones));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_version_whose_bases_have_one_clone_is_refused_before_anything_starts()
    {
        await using var host = new EngineOverFake("1.0.2");

        var refusal = await Assert.ThrowsAsync<Errors.SmolVmException>(() => host.StartAsync(Clonable));

        Assert.StartsWith("a clone of a machine needs smolvm 1.7.6, found 1.0.2.", refusal.Message, StringComparison.Ordinal);
    }
}
