using System.Text.Json.Nodes;
using SmolVM.Guests;
using SmolVM.Mounts;
using SmolVM.Qemu;

namespace SmolVM.MachineTests;

/// <summary>What a machine must be before it can be the image of others, and what it is told then.</summary>
public sealed class FreezeTests : IDisposable
{
    const int Limit = 180_000;

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    WorkspaceMount Mount => new(Directory.CreateDirectory(folder["tree"]).FullName);

    public void Dispose() => folder.Dispose();

    [Trait("Row", "P26")]
    [Fact(Timeout = Limit)]
    public async Task A_machine_with_workspace_mounts_is_not_frozen_and_not_migrated_until_they_are_unmounted()
    {
        await using var machine = await UnwokenMachine.BootAsync("base", Mount);
        await machine.Agent.WakeAsync(Wakes.Of(Mount), Wakes.Deadline, Token);

        var refusal = await Assert.ThrowsAsync<GuestExecException>(() => FreezeAsync(machine));
        var blocked = await Assert.ThrowsAsync<QmpException>(() => MigrateAsync(machine));
        await machine.Agent.UnmountAsync(Wakes.Deadline, Token);
        await FreezeAsync(machine);

        Assert.Contains("workspace mounts: '/run/smolvm/mounts/workspace0' is one", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("mounted in the guest", blocked.Message, StringComparison.Ordinal);
        await MigrateAsync(machine);
    }

    [Fact(Timeout = Limit)]
    public async Task A_machine_that_runs_a_program_of_the_host_is_not_frozen()
    {
        await using var machine = await UnwokenMachine.BootAsync("base");
        await using var program = await machine.Agent.StartAsync(GuestCommand.Shell("echo $$; exec sleep 1000"), Token);
        using var output = new StreamReader(program.StandardOutput);
        var pid = await output.ReadLineAsync(Token);

        var refusal = await Assert.ThrowsAsync<GuestExecException>(() => FreezeAsync(machine));

        Assert.Contains($"its program with the process id {pid} still runs", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_frozen_machine_hears_nothing_but_hello_and_wakes_with_it()
    {
        await using var machine = await UnwokenMachine.BootAsync("base", Mount);
        await File.WriteAllTextAsync(folder["tree/file"], "of the host\n", Token);
        await FreezeAsync(machine);
        var stream = await machine.ReconnectAsync();
        var lost = new byte[new AgentFrame(AgentOp.PowerOff, 1).Size];
        new AgentFrame(AgentOp.PowerOff, 1).Encode(lost);
        await stream.WriteAsync(lost, Token);

        var (agent, timings) = await AgentChannel.OpenAsync(stream, Wakes.Of(Mount), Wakes.Deadline, Token);

        await using var session = agent;
        var said = await agent.ExecAsync(GuestCommand.Shell("hostname; cat /workspace/file"), null, Token);
        Assert.Equal("woken\nof the host\n", said.EnsureSuccess().StandardOutput);
        Assert.Matches(@"^clock=\d+,entropy=\d+,root=\d+,name=\d+,network=\d+,identity=\d+,environment=\d+,mounts=\d+$", timings);
    }

    [Trait("Category", "Stress")]
    [Fact(Timeout = 300_000)]
    public async Task A_frozen_machine_that_nobody_listens_to_waits_for_ever()
    {
        await using var machine = await UnwokenMachine.BootAsync("base");
        await FreezeAsync(machine);

        await machine.Agent.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(80), Token);

        await using var agent = await AgentChannel.OpenAsync(await machine.ReconnectAsync(), Wakes.Deadline, Token);
        Assert.Equal(0, (await agent.ExecAsync(new GuestCommand("true"), null, Token)).ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task The_root_of_the_host_image_comes_with_the_first_wake()
    {
        await using var machine = await UnwokenMachine.BootAsync("host");

        var tooEarly = await Assert.ThrowsAsync<GuestExecException>(() => machine.Agent.ExecAsync(new GuestCommand("true"), null, Token));
        await FreezeAsync(machine);
        await using var agent = await AgentChannel.OpenAsync(await machine.ReconnectAsync(), Wakes.Deadline, Token);
        await agent.WakeAsync(Wakes.Of(), Wakes.Deadline, Token);
        var said = await agent.ExecAsync(new GuestCommand("cat", "/etc/os-release"), null, Token);
        var tooLate = await Assert.ThrowsAsync<GuestExecException>(() => agent.FreezeAsync(false, Wakes.Deadline, Token));

        Assert.StartsWith("The machine is not awake yet", tooEarly.Message, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync("/etc/os-release", Token), said.StandardOutput);
        Assert.Contains("its root is a directory of the host", tooLate.Message, StringComparison.Ordinal);
    }

    static Task FreezeAsync(UnwokenMachine machine) => machine.Agent.FreezeAsync(dropCaches: true, Wakes.Deadline, Token);

    /// <summary>Only whether QEMU begins to: there is nobody to take the state.</summary>
    async Task MigrateAsync(UnwokenMachine machine) =>
        await machine.Qmp.ExecuteAsync("migrate", new JsonObject { ["uri"] = $"unix:{folder["nobody"]}" }, Token);
}
