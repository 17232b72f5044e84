using SmolVM.Machines;

namespace SmolVM.MachineTests;

public sealed class StopTests(SharedMachine shared)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_machine_with_a_disk_writes_to_it_and_is_powered_off_in_order()
    {
        var machine = await Engine.StartAsync(new MachineOptions { Name = "in-order", RootUpper = RootUpper.Disk }, Token);
        var upper = await machine.ExecAsync("stat -f -c %T /run/smolvm/uppers; echo before > /root/file; echo marker > /dev/console", Token);

        await machine.StopAsync(Token);

        Assert.StartsWith("ext2/ext3", upper.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("marker", machine.ConsoleText, StringComparison.Ordinal);
        Assert.Contains("reboot: Power down", machine.ConsoleText, StringComparison.Ordinal);
        Leftovers.AssertNone("in-order");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_machine_without_a_disk_writes_to_memory() =>
        Assert.StartsWith("tmpfs", (await shared.Machine.ExecAsync("stat -f -c %T /run/smolvm/uppers", Token)).StandardOutput, StringComparison.Ordinal);

    [Fact(Timeout = 60_000)]
    public async Task What_the_guest_writes_to_its_console_is_there_to_read()
    {
        await shared.Machine.ExecAsync("echo marker of the console > /dev/console", Token);

        Assert.Contains("marker of the console", await ConsoleWithAsync("marker of the console"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_flood_on_the_console_stops_nobody()
    {
        await shared.Machine.ExecAsync("yes flood | head -c 2000000 > /dev/console; echo the end of the flood > /dev/console", Token);

        Assert.True((await ConsoleWithAsync("the end of the flood")).Length <= 256 * 1024);
    }

    // The console has a way of its own: what was written before an exec ended may come after it.
    async Task<string> ConsoleWithAsync(string text)
    {
        while (!shared.Machine.ConsoleText.Contains(text, StringComparison.Ordinal))
            await shared.Machine.ExecAsync("true", Token);
        return shared.Machine.ConsoleText;
    }
}
