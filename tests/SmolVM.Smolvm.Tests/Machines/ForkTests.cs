using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests.Machines;

/// <summary>Clones by fork, over the tool of running machines. The fake's have the disk of what they were forked from, and boot anew.</summary>
public sealed class ForkTests
{
    static readonly MachineOptions Clonable = new() { Network = true, Name = "web", Clonable = true };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Current), MemberType = typeof(EngineHost))]
    public async Task A_machine_and_its_clone_go_on_from_the_same_state_and_leave_nothing(string version)
    {
        await using var host = new EngineHost(version);
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

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Current), MemberType = typeof(EngineHost))]
    public async Task A_prepared_state_is_made_at_each_start_and_leaves_nothing_when_a_command_fails(string version)
    {
        await using var host = new EngineHost(version);
        var state = PreparedState.Of(new MachineOptions { Network = true }, "echo made > /srv/state");

        await using (var machine = await host.Engine.StartAsync(state, "prepared", null, Token))
            Assert.Equal("made\n", (await machine.ExecAsync("cat /srv/state", Token)).StandardOutput);
        var failing = PreparedState.Of(new MachineOptions { Network = true }, "exit 3");
        await Assert.ThrowsAsync<PreparationException>(() => host.Engine.StartAsync(failing, null, null, Token));

        Assert.Empty(await host.LeftAsync());
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Current), MemberType = typeof(EngineHost))]
    public async Task The_example_of_the_page_clones_a_machine_with_its_files(string version)
    {
        await using var host = new EngineHost(version);

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
