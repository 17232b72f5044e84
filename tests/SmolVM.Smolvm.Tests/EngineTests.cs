using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Packs;

namespace SmolVM.Smolvm.Tests;

/// <summary>Whole machines of the engine, over a fake that runs their commands in roots of their own.</summary>
public sealed class EngineTests
{
    static readonly MachineOptions Open = new() { Network = true, Name = "web" };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = 300_000)]
    [InlineData("0.8.0")]
    [InlineData("1.0.2", Traits = ["Category", "Stress"])]
    [InlineData("1.9.3")]
    public async Task A_machine_lives_and_leaves_nothing(string version)
    {
        await using var host = new EngineOverFake(version);
        var options = Open with { Environment = new Dictionary<string, string> { ["GREETING"] = "hello" } };
        await using (var machine = await host.StartAsync(options))
        {
            var result = await machine.ExecAsync("echo $GREETING; id -u; exit 3", Token);
            await machine.WriteFileAsync("/srv/file", "text"u8.ToArray(), Token);

            Assert.Equal(("hello\n0\n", 3), (result.StandardOutput, result.ExitCode));
            Assert.Equal("text"u8.ToArray(), await machine.ReadFileAsync("/srv/file", Token));
            Assert.Contains("is up", machine.ConsoleText, StringComparison.Ordinal);
        }

        Assert.Empty(await host.LeftAsync());
        await Verify(host.Calls);
    }

    [Theory(Timeout = 300_000)]
    [InlineData("0.8.0")]
    [InlineData("1.0.2", Traits = ["Category", "Stress"])]
    [InlineData("1.9.3")]
    public async Task Mounts_keep_the_guests_writes_to_themselves_unless_they_are_writable(string version)
    {
        await using var host = new EngineOverFake(version);
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

    [Theory(Timeout = 300_000)]
    [InlineData("0.8.0")]
    [InlineData("1.0.2", Traits = ["Category", "Stress"])]
    [InlineData("1.9.3")]
    public async Task A_pack_holds_what_the_machine_wrote_and_the_machine_goes_on(string version)
    {
        await using var host = new EngineOverFake(version);
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

    [Fact(Timeout = 300_000)]
    public async Task A_closed_machine_is_made_of_a_pack_of_its_image_which_is_made_once()
    {
        await using var host = new EngineOverFake("1.9.3");
        await using (var first = await host.StartAsync(new MachineOptions()))
            Assert.NotEqual(0, (await first.ExecAsync("ip route get 192.0.2.1", Token)).ExitCode);
        await (await host.StartAsync(new MachineOptions())).DisposeAsync();

        Assert.Single(host.Fake.Calls, call => call[0] == "pack");
        await Verify(host.Calls);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_pack_that_opens_the_network_is_closed_before_the_start()
    {
        await using var host = new EngineOverFake("1.9.3");
        var pack = host.Host["open.smolmachine"];
        await using (var machine = await host.StartAsync(Open with { ForPack = true }))
            await machine.PackAsync(pack, Token);
        Assert.True((await SmolMachineFile.ReadManifestAsync(pack, Token)).Network);

        await using var closed = await host.StartAsync(new MachineOptions { Image = pack });

        Assert.False(Assert.Single(await host.Cli.ListAsync(Token)).Network);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_list_that_the_version_drops_starts_nothing()
    {
        await using var host = new EngineOverFake("0.8.0");

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => host.StartAsync(new MachineOptions { AllowCidrs = ["10.0.0.0/8"] }));

        Assert.Equal(ErrorCodes.Egress, refusal.Code);
        Assert.Equal(["--version"], host.Fake.Calls.Select(call => string.Join(' ', call)));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_pack_that_would_lose_layers_starts_nothing()
    {
        await using var host = new EngineOverFake("0.8.0");

        var refusal = await Assert.ThrowsAsync<SmolVmException>(() => host.StartAsync(new MachineOptions { ForPack = true }));

        Assert.Contains("SmolNet", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["--version"], host.Fake.Calls.Select(call => string.Join(' ', call)));
    }

    [Theory(Timeout = 300_000)]
    [InlineData("0.8.0", "pull-fails")]
    [InlineData("1.9.3", "pull-fails")]
    [InlineData("1.9.3", "no-kvm")]
    public async Task A_start_that_fails_leaves_nothing(string version, string fault)
    {
        await using var host = new EngineOverFake(version, fault);

        await Assert.ThrowsAsync<SmolvmException>(() => host.StartAsync(Open));

        Assert.Empty(await host.LeftAsync());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(host.Settings.StateFolder, "owners")));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_guest_that_does_not_boot_is_a_failure_of_the_boot_with_all_that_is_known()
    {
        await using var host = new EngineOverFake("1.9.3", "boot-timeout");

        var failure = await Assert.ThrowsAsync<BootException>(() => host.StartAsync(Open));

        Assert.Equal((BootPhase.Spawn, 1), (failure.Phase, failure.ExitCode));
        Assert.Contains("machine start --name smolnet-", failure.Message, StringComparison.Ordinal);
        Assert.Contains("agent did not become ready within", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await host.LeftAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task What_was_in_the_way_for_a_moment_is_nobodys_business()
    {
        await using var host = new EngineOverFake("1.9.3", "locked-database:2,busy:2,not-ready:2,holds-pipes");

        await using var machine = await host.StartAsync(Open);

        Assert.Equal("hi\n", (await machine.ExecAsync("echo hi", Token)).StandardOutput);
    }

    [Fact(Timeout = 300_000)]
    public async Task Machines_whose_owner_has_ended_are_removed_by_the_next_start_and_others_are_left()
    {
        await using var host = new EngineOverFake("0.8.0");
        foreach (var name in (string[])["smolnet-0123456789abcdef-web", "somebodys"])
            await host.Cli.RunAsync(new MachineCreate(name).Argv(host.Cli.Version), SmolvmCall.Short, Token);
        await host.Cli.RunAsync(MachineVerbs.Start("smolnet-0123456789abcdef-web", host.Cli.Version), SmolvmCall.Short, Token);

        await using (await host.StartAsync(Open))
            Assert.Single(host.Fake.LivingMachines);

        Assert.Equal(["somebodys"], await host.LeftAsync());
    }

    [Fact(Timeout = 300_000)]
    public async Task Ports_are_free_ones_of_the_host()
    {
        await using var host = new EngineOverFake("1.9.3");
        await using var machine = await host.StartAsync(Open with { Ports = [8080] });

        var end = await machine.ForwardPortAsync(8080, Token);

        Assert.Contains(host.Fake.Calls, call => call.Contains($"{end.Port}:8080"));
        await Assert.ThrowsAsync<SmolVmException>(() => machine.ForwardPortAsync(9090, Token));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_machine_that_is_lost_is_told()
    {
        await using var host = new EngineOverFake("1.9.3");
        await using var machine = await host.StartAsync(Open);
        var name = ((SmolvmMachine)machine.Backend).Name;
        await host.Cli.RunAsync(MachineVerbs.Stop(name, host.Cli.Version), SmolvmCall.Short, Token);

        await Assert.ThrowsAsync<GuestLostException>(() => machine.ExecAsync("true", Token));
    }
}
