using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>What a caller sees of a machine that ends while it is in use.</summary>
public sealed class MachineEndTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Disposing_twice_while_a_program_runs_fails_the_program_and_leaves_nothing()
    {
        var machine = await Engine.StartAsync(new MachineOptions { Name = "disposed-twice" }, Token);
        var hypervisor = Hypervisor.Of("disposed-twice");
        var (program, started) = Sleep(machine);
        await started;

        await Task.WhenAll(
            Task.Run(async () => { await machine.DisposeAsync(); AssertGone(hypervisor); }, Token),
            Task.Run(async () => { await machine.DisposeAsync(); AssertGone(hypervisor); }, Token));
        await machine.DisposeAsync();
        await machine.StopAsync(Token);

        var running = await Assert.ThrowsAsync<GuestLostException>(() => program);
        var later = await Assert.ThrowsAsync<GuestLostException>(() => machine.ExecAsync("echo later", Token));
        Assert.Contains("sleep 300", running.Message, StringComparison.Ordinal);
        Assert.Contains("closed by this side", running.Message, StringComparison.Ordinal);
        Assert.Contains("before '/bin/sh' was started", later.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_maximum_lifetime_ends_a_machine_and_its_programs_say_so()
    {
        await using var machine = await Engine.StartAsync(
            new MachineOptions { Name = "short-lived", MaximumLifetime = TimeSpan.FromSeconds(15) }, Token);
        var hypervisor = Hypervisor.Of("short-lived");

        var lost = await Assert.ThrowsAsync<GuestLostException>(() => machine.ExecAsync("sleep 300", Token));

        Assert.Contains("sleep 300", lost.Message, StringComparison.Ordinal);
        Assert.Contains("its MaximumLifetime of 00:00:15 was over", lost.Message, StringComparison.Ordinal);
        await hypervisor.EndsSoonAsync();
    }

    [Fact(Timeout = 180_000)]
    public async Task A_hypervisor_that_is_killed_fails_programs_with_its_end()
    {
        await using var machine = await Engine.StartAsync(new MachineOptions { Name = "shot" }, Token);
        var hypervisor = Hypervisor.Of("shot");
        var (program, started) = Sleep(machine);
        await started;

        Signals.Send(hypervisor.Process.Pid, Signals.Kill);

        var running = await Assert.ThrowsAsync<GuestLostException>(() => program);
        var later = await Assert.ThrowsAsync<GuestLostException>(() => machine.ExecAsync("echo later", Token));
        Assert.Contains("sleep 300", running.Message, StringComparison.Ordinal);
        Assert.All(
            [running, later],
            lost => Assert.Contains("QEMU ended with exit code 137, killed by signal 9", lost.Message, StringComparison.Ordinal));
        await machine.DisposeAsync();
        AssertGone(hypervisor);
    }

    static (Task<GuestExit> Program, Task Started) Sleep(Machine machine)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = machine.StreamAsync(GuestCommand.Shell("echo up; sleep 300"), _ => started.TrySetResult(), Token);
        return (program, started.Task.WaitAsync(Token));
    }

    static void AssertGone(Hypervisor hypervisor)
    {
        Assert.False(hypervisor.Process.IsStillThere());
        Assert.False(Directory.Exists(hypervisor.RunDirectory));
    }
}
