namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeForkTests
{
    public FakeForkTests() => FakeRun.RequireRoot();

    static async Task<InstalledFake> ForkableAsync(string version)
    {
        var fake = new InstalledFake(version);
        await fake.RunAsync(["machine", "create", .. fake.Named("base")]);
        (await fake.RunAsync("machine", "start", "--name", "base", "--forkable")).EnsureSuccess();
        await fake.ShellAsync("base", "echo base > /opt/of-base");
        return fake;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_clone_has_the_files_of_its_base_which_is_frozen()
    {
        using var fake = await ForkableAsync("1.9.3");

        (await fake.RunAsync("machine", "fork", "--golden", "base", "--name", "clone", "-e", "A=b")).EnsureSuccess();

        Assert.Equal("base\nA=b\n", (await fake.ShellAsync("clone", "cat /opt/of-base /etc/smolvm/fork-env")).StandardOutput);
        Assert.Equal("Machine 'base': frozen\n", (await fake.RunAsync("machine", "status", "--name", "base")).StandardOutput);
        Assert.Equal(1, (await fake.ShellAsync("base", "true")).ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.7.5", 1)]
    [InlineData("1.7.6", 0)]
    public async Task A_base_is_forked_more_than_once_from_1_7_6(string version, int exitCode)
    {
        using var fake = await ForkableAsync(version);
        await fake.RunAsync("machine", "fork", "--golden", "base", "--name", "first");

        Assert.Equal(exitCode, (await fake.RunAsync("machine", "fork", "--golden", "base", "--name", "second")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_base_with_clones_is_neither_stopped_nor_deleted_without_force_and_goes_with_them_by_cascade()
    {
        using var fake = await ForkableAsync("1.9.3");
        await fake.RunAsync("machine", "fork", "--golden", "base", "--name-prefix", "clone", "--count", "2");

        var stopped = await fake.RunAsync("machine", "stop", "--name", "base");
        var cascaded = await fake.RunAsync("machine", "delete", "--name", "base", "--cascade");

        Assert.Contains("is the fork base for clone0, clone1", stopped.StandardError, StringComparison.Ordinal);
        Assert.Equal("Deleted machine: clone0\nDeleted machine: clone1\nDeleted machine: base\n", cascaded.StandardOutput);
        Assert.Empty(fake.LivingMachines);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_machine_that_was_not_started_for_it_is_not_forked()
    {
        using var fake = new InstalledFake("1.0.1");
        await fake.StartAsync("base");

        Assert.Equal(1, (await fake.RunAsync("machine", "fork", "base", "clone")).ExitCode);
    }
}
