using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;

namespace SmolVM.MachineTests;

public sealed class RebootTests(SharedMachine shared)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task A_machine_with_a_disk_comes_back_with_its_files_mounts_and_ports()
    {
        await using var machine = await Engine.StartAsync(
            new MachineOptions { RootUpper = RootUpper.Disk, Mounts = [new WorkspaceMount(shared.Tree)], Ports = [8080] }, Token);
        var port = await machine.ForwardPortAsync(8080, Token);
        var before = (await machine.ExecAsync("cat /proc/sys/kernel/random/boot_id", Token)).StandardOutput;
        (await machine.ExecAsync("echo kept > /etc/kept; echo over > /workspace/over; echo gone > /run/gone", Token)).EnsureSuccess();

        await machine.RebootAsync(Token);

        var after = await machine.ExecAsync(
            "cat /etc/kept /workspace/hello.txt /workspace/over; ls /run/gone; cat /proc/sys/kernel/random/boot_id", Token);
        Assert.StartsWith("kept\nhello from the host\nover\n", after.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("/run/gone", after.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain(before, after.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(port, await machine.ForwardPortAsync(8080, Token));
        Assert.False(File.Exists(Path.Combine(shared.Tree, "over")));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_reboots_again_and_ends_its_programs_politely()
    {
        await using var machine = await Engine.StartAsync(new MachineOptions { RootUpper = RootUpper.Disk }, Token);
        const string Polite = "(trap 'echo asked > /etc/asked; exit' TERM; : > /run/listens; while :; do sleep 0.1; done) >/dev/null 2>&1 &";
        (await machine.ExecAsync($"{Polite} until test -e /run/listens; do sleep 0.1; done", Token)).EnsureSuccess();

        await machine.RebootAsync(Token);
        await machine.RebootAsync(Token);

        Assert.Equal("asked\n", (await machine.ExecAsync("cat /etc/asked", Token)).StandardOutput);
        await machine.StopAsync(Token);
        await Assert.ThrowsAsync<GuestLostException>(() => machine.ExecAsync("true", Token));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_program_that_runs_meanwhile_is_lost_and_says_why()
    {
        await using var machine = await Engine.StartAsync(new MachineOptions { RootUpper = RootUpper.Disk }, Token);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = machine.StreamAsync(
            GuestCommand.Shell("trap '' TERM; echo started; sleep 600"), line => started.TrySetResult(), Token);
        await started.Task.WaitAsync(Token);

        await machine.RebootAsync(Token);

        var lost = await Assert.ThrowsAsync<GuestLostException>(() => running);
        Assert.Contains("rebooted", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_whose_writes_are_in_memory_is_not_rebooted()
    {
        var refused = await Assert.ThrowsAsync<SmolVmException>(() => shared.Machine.RebootAsync(Token));

        Assert.Equal(
            $"The machine '{shared.Machine.Name}' cannot be rebooted: its writes are in memory, so nothing of it would survive. "
            + "Set RootUpper to Disk, or start a new machine.",
            refused.Message);
        Assert.Equal("1\n", (await shared.Machine.ExecAsync("echo 1", Token)).StandardOutput);
    }
}
