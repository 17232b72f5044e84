using SmolVM.Guests;
using SmolVM.Xunit;
using Xunit;

namespace Suite.Engines;

// What holds whichever engine runs the machines: one machine for a class, and fresh ones.
[SmolVmFixture(Mount = ".", Environment = ["WHO=engine"], Provision = ["echo prepared > /etc/prepared"])]
public sealed class OneMachine(SmolVm vm)
{
    [Fact]
    public async Task Is_prepared_and_sees_the_project()
    {
        Record.Line("engine", vm.EngineReason);
        Assert.Equal("prepared\n", await vm.ReadTextAsync("/etc/prepared"));
        Assert.Equal("from the project\n", await vm.ReadTextAsync("/workspace/data.txt"));
        Assert.Equal("engine 0\n", (await vm.SucceedAsync("echo $WHO $(id -u)")).StandardOutput);
        await vm.SucceedAsync("echo from the guest > /workspace/data.txt");
    }

    [Fact]
    public async Task Has_the_verbs()
    {
        Assert.Equal(7, (await vm.FailAsync("exit 7")).ExitCode);
        var lines = new List<GuestLine>();
        // The program goes on only when its first line has been answered.
        await foreach (var line in vm.StreamAsync("echo out; until [ -e /srv/go ]; do sleep 0.1; done; echo err >&2"))
        {
            lines.Add(line);
            await vm.WriteTextAsync("/srv/go", "");
        }
        Assert.Equal([new("out", false), new("err", true)], lines);
        await vm.WriteBytesAsync("/srv/bytes", new byte[] { 0, 255 });
        Assert.Equal([0, 255], await vm.ReadBytesAsync("/srv/bytes"));
        await vm.WaitUntilSucceedsAsync("echo x >> /srv/runs; [ $(wc -l < /srv/runs) -ge 2 ]");
        await vm.WaitForFileAsync("/srv/runs");
    }

    [Fact]
    public async Task Fails_with_its_console()
    {
        await vm.SucceedAsync("true");
        Assert.Fail("on purpose");
    }
}

[SmolVmFixture(Reset = VmReset.BeforeEachTest, Provision = ["echo prepared > /etc/prepared"])]
public sealed class FreshMachines(SmolVm vm)
{
    [Fact]
    public Task First() => IsFreshAsync();

    [Fact]
    public Task Second() => IsFreshAsync();

    async Task IsFreshAsync() => await vm.SucceedAsync("[ -e /etc/prepared ] && [ ! -e /etc/touched ] && touch /etc/touched");
}

[SmolVmFixture(Reset = VmReset.BeforeEachTest, Network = true, Ports = [8080])]
public sealed class FreshMachinesWithPorts(SmolVm vm)
{
    [Fact]
    public async Task Have_the_port() => Assert.InRange((await vm.ForwardPortAsync(8080)).Port, 1, 65535);
}
