using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Packs;

namespace SmolVM.Smolvm.Tests.Machines;

/// <summary>Whole machines of the engine: over a fake of the program, and over the tool of this project, whose machines are real.</summary>
public sealed class EngineMachineTests
{
    static readonly MachineOptions Open = new() { Network = true, Name = "web" };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task A_machine_lives_and_leaves_nothing(string version)
    {
        await using var host = new EngineHost(version);
        var options = Open with { Environment = new Dictionary<string, string> { ["GREETING"] = "hello" } };
        await using (var machine = await host.StartAsync(options))
        {
            var result = await machine.ExecAsync("echo $GREETING; id -u; exit 3", Token);
            await machine.WriteFileAsync("/srv/file", "text"u8.ToArray(), Token);

            Assert.Equal(("hello\n0\n", 3), (result.StandardOutput, result.ExitCode));
            Assert.Equal("text"u8.ToArray(), await machine.ReadFileAsync("/srv/file", Token));
        }

        Assert.Empty(await host.LeftAsync());
        await Verify(host.Calls);
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task Mounts_keep_the_guests_writes_to_themselves_unless_they_are_writable(string version)
    {
        await using var host = new EngineHost(version);
        host.Host.Write("src/a", "one");
        host.Host.Make("out");
        var mounts = new[] { new WorkspaceMount(host.Host["src"]), new WorkspaceMount(host.Host["out"], "/out", writable: true) };

        await using var machine = await host.StartAsync(Open with { Mounts = mounts });
        var result = await machine.ExecAsync(
            "cat /workspace/a && echo two > /workspace/a && echo out > /out/o && cat /workspace/a", Token);

        Assert.Equal("onetwo\n", result.EnsureSuccess().StandardOutput);
        Assert.Equal("one", await File.ReadAllTextAsync(host.Host["src/a"], Token));
        Assert.Equal("out\n", await File.ReadAllTextAsync(host.Host["out/o"], Token));
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Versions), MemberType = typeof(EngineHost))]
    public async Task A_pack_holds_what_the_machine_wrote_and_the_machine_goes_on(string version)
    {
        await using var host = new EngineHost(version);
        host.Host.Write("src/a", "one");
        var pack = host.Host["packs/app.smolmachine"];
        await using (var machine = await host.StartAsync(Open with { ForPack = true, Mounts = [new WorkspaceMount(host.Host["src"])] }))
        {
            (await machine.ExecAsync("mkdir /opt/app && echo packed > /opt/app/file", Token)).EnsureSuccess();
            await machine.PackAsync(pack, Token);

            Assert.Equal("packed\none", (await machine.ExecAsync("cat /opt/app/file /workspace/a", Token)).StandardOutput);
        }

        await using (var second = await host.StartAsync(Open with { Image = pack }))
            Assert.Equal("packed\n", (await second.ExecAsync("cat /opt/app/file", Token)).StandardOutput);
        Assert.Equal(["app.smolmachine"], Directory.GetFileSystemEntries(host.Host["packs"]).Select(Path.GetFileName));
        Assert.Empty(await host.LeftAsync());
        await Verify(host.Calls);
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Current), MemberType = typeof(EngineHost))]
    public async Task A_closed_machine_is_made_of_a_pack_of_its_image_which_is_made_once(string version)
    {
        await using var host = new EngineHost(version);
        await using (var first = await host.StartAsync(new MachineOptions()))
            Assert.NotEqual(0, (await first.ExecAsync("ip route get 192.0.2.1", Token)).ExitCode);
        await (await host.StartAsync(new MachineOptions())).DisposeAsync();

        Assert.Single(host.Recorded, call => call[0] == "pack");
        await Verify(host.Calls);
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Current), MemberType = typeof(EngineHost))]
    public async Task A_pack_that_opens_the_network_is_closed_before_the_start(string version)
    {
        await using var host = new EngineHost(version);
        var pack = host.Host["open.smolmachine"];
        await using (var machine = await host.StartAsync(Open with { ForPack = true }))
            await machine.PackAsync(pack, Token);
        Assert.True((await SmolMachineFile.ReadManifestAsync(pack, Token)).Network);

        await using var closed = await host.StartAsync(new MachineOptions { Image = pack });

        var name = (await host.LeftAsync())[0];
        Assert.False((await host.Cli.ListAsync(Token)).Single(machine => machine.Name == name).Network);
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Current), MemberType = typeof(EngineHost))]
    public async Task Ports_are_free_ones_of_the_host(string version)
    {
        await using var host = new EngineHost(version);
        await using var machine = await host.StartAsync(Open with { Ports = [8080] });

        var end = await machine.ForwardPortAsync(8080, Token);

        Assert.Contains(host.Recorded, call => call.Contains($"{end.Port}:8080"));
        await Assert.ThrowsAsync<SmolVmException>(() => machine.ForwardPortAsync(9090, Token));
    }

    [Theory(Timeout = EngineHost.Timeout)]
    [MemberData(nameof(EngineHost.Current), MemberType = typeof(EngineHost))]
    public async Task A_machine_that_is_lost_is_told(string version)
    {
        await using var host = new EngineHost(version);
        await using var machine = await host.StartAsync(Open);
        var name = ((SmolvmMachine)machine.Backend).Name;
        await host.Cli.RunAsync(MachineVerbs.Stop(name, host.Cli.Version), SmolvmCall.Short, Token);

        await Assert.ThrowsAsync<GuestLostException>(() => machine.ExecAsync("true", Token));
    }
}
