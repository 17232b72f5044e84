using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests;

/// <summary>Clones by fork. The fake's clones have the disk of what they were forked from, and boot anew.</summary>
public sealed class CloneTests
{
    static readonly MachineOptions Clonable = new() { Network = true, Name = "web", Clonable = true };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_machine_and_its_clone_go_on_from_the_same_state_and_leave_nothing()
    {
        await using var host = new EngineOverFake("1.9.3");
        var machine = await host.StartAsync(Clonable);
        (await machine.ExecAsync("echo before > /srv/state", Token)).EnsureSuccess();
        var frozen = await machine.FreezeAsync(Token);
        var clone = await frozen.StartAsync("clone", Token);

        (await machine.ExecAsync("echo own >> /srv/state", Token)).EnsureSuccess();
        Assert.Equal("before\n", (await clone.ExecAsync("cat /srv/state", Token)).StandardOutput);
        Assert.Equal("before\nown\n", (await machine.ExecAsync("cat /srv/state", Token)).StandardOutput);

        await machine.DisposeAsync();
        await frozen.DisposeAsync();
        Assert.Equal("before\n", (await clone.ExecAsync("cat /srv/state", Token)).StandardOutput);
        await clone.DisposeAsync();
        Assert.Empty(await host.LeftAsync());
        await Verify(host.Calls);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_prepared_state_is_made_at_each_start_and_leaves_nothing_when_a_command_fails()
    {
        await using var host = new EngineOverFake("1.9.3");
        var state = PreparedState.Of(new MachineOptions { Network = true }, "echo made > /srv/state");

        await using (var machine = await host.Engine.StartAsync(state, "prepared", null, Token))
            Assert.Equal("made\n", (await machine.ExecAsync("cat /srv/state", Token)).StandardOutput);
        var failing = PreparedState.Of(new MachineOptions { Network = true }, "exit 3");
        await Assert.ThrowsAsync<PreparationException>(() => host.Engine.StartAsync(failing, null, null, Token));

        Assert.Empty(await host.LeftAsync());
    }

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

    [Fact(Timeout = 300_000)]
    public async Task The_example_of_the_page_clones_a_machine_with_its_files()
    {
        await using var host = new EngineOverFake("1.9.3");

        Assert.Equal("before\n", await ExampleAsync(host.Engine).WaitAsync(Token));
        Assert.Empty(await host.LeftAsync());
    }

    static async Task<string> ExampleAsync(SmolvmEngine engine)
    {
        // example: clonable
        await using var machine = await engine.StartAsync(new MachineOptions { Network = true, Clonable = true });
        (await machine.ExecAsync("echo before > /srv/state")).EnsureSuccess();
        await using var clone = await machine.CloneAsync();
        // end of example
        return (await clone.ExecAsync("cat /srv/state")).EnsureSuccess().StandardOutput;
    }
}
