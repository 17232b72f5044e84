namespace SmolVM.Smolvm.Tests;

/// <summary>Up to 1.2.4 machines that boot side by side are taken for one another.</summary>
[Trait("Category", "Stress")]
public sealed class StartLockTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Starts_of_two_processes_wait_for_one_another_where_the_version_cannot_bear_them_at_once()
    {
        await using var host = new EngineOverFake("1.2.4", "slow-start:2");

        var owners = await Task.WhenAll(Enumerable.Range(0, 2).Select(
            _ => TestHost.StartAsync("run-smolvm-machine", host.Fake.Executable, host.Settings.StateFolder)));

        Assert.Equal(2, host.Fake.LivingMachines.Count);
        await Task.WhenAll(owners.Select(owner => owner.EndAsync()));
        Assert.Empty(await host.LeftAsync());
    }

    [Theory(Timeout = 300_000)]
    [InlineData("1.2.4", 1)]
    [InlineData("1.2.5", 2)]
    public async Task Without_the_lock_one_of_them_would_fail(string version, int started)
    {
        await using var host = new EngineOverFake(version, "slow-start:3");
        string[] names = ["one", "two"];
        foreach (var name in names)
            await host.Cli.RunAsync(new MachineCreate(name).Argv(host.Cli.Version), SmolvmCall.Short, Token);

        var starts = await Task.WhenAll(names.Select(name => Sh.Runner.RunAsync(
            new([host.Fake.Executable, .. MachineVerbs.Start(name, host.Cli.Version).Skip(1)]), Token)));

        Assert.Equal(started, starts.Count(start => start.ExitCode == 0));
    }
}
