using System.Globalization;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

public sealed class PoolTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 180_000)]
    public async Task Machines_wait_paused_and_go_on_with_the_mounts_and_the_time_and_the_randomness_of_the_moment()
    {
        folder.Write("tree/file", "of the host\n");
        var options = new MachineOptions { Mounts = [new WorkspaceMount(folder["tree"])] };
        await using var pool = new MachinePool(await Engine.GetAsync(Token), ready: 2, memoryBudgetMiB: 4096);
        await pool.PrepareAsync(options, Token);
        // The clock of a paused guest stands still: the difference has to be there to be seen.
        await Task.Delay(TimeSpan.FromSeconds(3), Token);

        await using var first = await pool.TakeAsync(options, Token);
        await using var second = await pool.TakeAsync(options, Token);
        var one = await LookAsync(first);
        var other = await LookAsync(second);

        Assert.Equal(["of the host", "of the host"], [one.Said[0], other.Said[0]]);
        Assert.NotEqual(one.Said[1], other.Said[1]);
        // In whole seconds, and less behind than the machines have waited.
        Assert.All([one, other], look => Assert.InRange(
            long.Parse(look.Said[2], CultureInfo.InvariantCulture),
            look.Begun.ToUnixTimeSeconds() - 2,
            look.Ended.ToUnixTimeSeconds() + 1));
        Assert.NotEqual(first.Name, second.Name);
    }

    [Fact(Timeout = 180_000)]
    public async Task Those_that_wait_have_no_more_memory_than_they_may_and_end_with_the_pool()
    {
        // A memory that no machine of another test has, to be counted by.
        var options = new MachineOptions { MemoryMiB = 207 };
        var pool = new MachinePool(await Engine.GetAsync(Token), ready: 4, memoryBudgetMiB: 450);
        await pool.PrepareAsync(options, Token);
        await using var taken = await pool.TakeAsync(options, Token);
        await pool.PrepareAsync(options, Token);
        await pool.PrepareAsync(options with { Network = true }, Token);

        var all = Hypervisor.Count(memoryMiB: 207);
        await pool.DisposeAsync();

        Assert.Equal(3, all);
        Assert.Equal(1, Hypervisor.Count(memoryMiB: 207));
        (await taken.ExecAsync("true", Token)).EnsureSuccess();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.TakeAsync(options, Token));
    }

    static async Task<(string[] Said, DateTimeOffset Begun, DateTimeOffset Ended)> LookAsync(Machine machine)
    {
        var begun = DateTimeOffset.UtcNow;
        var said = (await machine.ExecAsync("cat /workspace/file; head -c 16 /dev/urandom | base64; date +%s", Token)).EnsureSuccess();
        return (said.StandardOutput.Split('\n'), begun, DateTimeOffset.UtcNow);
    }
}
