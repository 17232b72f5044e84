using SmolVM.Guests;
using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests;

/// <summary>What the engine makes of a program that fails under it.</summary>
public sealed class EngineFaultTests
{
    static readonly MachineOptions Open = new() { Network = true };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 300_000)]
    [InlineData("exit-137:1")]
    [InlineData("crash-midway:1")]
    public async Task A_call_that_ends_before_the_command_runs_is_no_exit_code_of_the_guest(string fault)
    {
        await using var host = new EngineOverFake("1.9.3");
        await using var machine = await host.StartAsync(Open);
        host.Fake.Faults = fault;

        await Assert.ThrowsAsync<GuestExecException>(() => machine.ExecAsync("true", Token));

        Assert.Equal("still here\n", (await machine.ExecAsync("echo still here", Token)).StandardOutput);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_list_of_machines_that_cannot_be_read_starts_nothing()
    {
        await using var host = new EngineOverFake("1.9.3", "garbage-json");

        var failure = await Assert.ThrowsAsync<SmolvmException>(() => host.StartAsync(Open));

        Assert.Equal(SmolvmFailure.BadOutput, failure.Reason);
        Assert.DoesNotContain(host.Fake.Calls, call => call.Contains("create"));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_whose_deletion_was_cancelled_is_told_and_removed_by_the_next_start()
    {
        await using var host = new EngineOverFake("1.9.3");
        var machine = await host.StartAsync(Open);
        host.Fake.Faults = "cancelled:1";

        var failure = await Assert.ThrowsAsync<SmolvmException>(async () => await machine.DisposeAsync());

        Assert.Equal(SmolvmFailure.Cancelled, failure.Reason);
        await (await host.StartAsync(Open)).DisposeAsync();
        Assert.Empty(await host.LeftAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_start_that_is_cancelled_while_the_program_hangs_leaves_nothing()
    {
        await using var host = new EngineOverFake("1.9.3", "slow-start:60");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var start = host.Engine.StartAsync(Open, null, cancel.Token);
        await host.StartsAsync();
        host.Fake.Faults = "";

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Empty(await host.LeftAsync());
    }
}
