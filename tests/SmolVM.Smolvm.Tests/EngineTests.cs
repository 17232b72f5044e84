using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Smolvm.Tests;

/// <summary>Whole machines of the engine, over a fake that runs their commands in roots of their own.</summary>
public sealed class EngineTests
{
    static readonly MachineOptions Open = new() { Network = true, Name = "web" };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task The_console_is_what_the_machine_says_of_itself()
    {
        await using var host = new EngineOverFake("1.9.3");
        await using var machine = await host.StartAsync(Open);

        Assert.Contains("is up", machine.ConsoleText, StringComparison.Ordinal);
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
}
