using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests.Examples;

/// <summary>What docs/clones.md shows.</summary>
static class CloneExamples
{
    public static async Task<string[]> CloneAsync(IMachineEngine engine)
    {
        // example: clone
        await using var prepared = await engine.StartAsync(new MachineOptions());
        (await prepared.ExecAsync("echo prepared > /root/state")).EnsureSuccess();
        await using var frozen = await prepared.FreezeAsync();     // prepared itself goes on
        await using var one = await frozen.StartAsync();           // as many as you like,
        await using var other = await frozen.StartAsync();         // and none sees the other
        await using var direct = await prepared.CloneAsync();      // both steps in one
        // end of example
        return await Task.WhenAll(new[] { prepared, one, other, direct }.Select(AppendAsync));
    }

    public static async Task<string> PreparedAsync(IMachineEngine engine, string directory)
    {
        // example: prepared
        var options = new MachineOptions { Mounts = [new WorkspaceMount(directory)] };
        var state = PreparedState.Of(options, "/workspace/install.sh", "/workspace/fill.sh") with { Name = "database" };
        await using var machine = await engine.StartAsync(state);
        // end of example
        return (await machine.ExecAsync("cat /root/database")).EnsureSuccess().StandardOutput;
    }

    public static async Task<string> PoolAsync(IMachineEngine engine, MachineOptions options)
    {
        // example: pool
        await using var pool = new MachinePool(engine, ready: 2);
        await using var machine = await pool.TakeAsync(options);
        // end of example
        return (await machine.ExecAsync("hostname")).EnsureSuccess().StandardOutput;
    }

    static async Task<string> AppendAsync(Machine machine) =>
        (await machine.ExecAsync("echo seen >> /root/state; cat /root/state")).EnsureSuccess().StandardOutput;
}
