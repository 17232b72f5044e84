namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeRunTests
{
    public FakeRunTests() => FakeRun.RequireRoot();

    [Fact(Timeout = 120_000)]
    public async Task A_run_has_the_guests_output_and_code_and_leaves_no_machine()
    {
        using var fake = new InstalledFake("1.9.3");

        var result = await fake.RunAsync("machine", "run", "-e", "A=b", "--", "sh", "-c", "echo $A; exit 5");

        Assert.Equal((5, "b\n"), (result.ExitCode, result.StandardOutput));
        Assert.Equal("[]\n", (await fake.RunAsync("machine", "ls", "--json")).StandardOutput);
        Assert.Empty(fake.LivingMachines);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_detached_run_leaves_its_machine()
    {
        using var fake = new InstalledFake("1.9.3");

        (await fake.RunAsync("machine", "run", "-d", "--name", "one", "--", "sleep", "60")).EnsureSuccess();

        Assert.Equal("1\n", (await fake.ShellAsync("one", "ps -o args | grep -c '^sleep 60$'")).StandardOutput);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("1.0.4", 1)]
    [InlineData("1.1.0", 0)]
    public async Task The_directory_of_a_root_is_an_image_from_1_1_0(string version, int exitCode)
    {
        using var fake = new InstalledFake(version);
        using var root = new TemporaryDirectory();
        root.Make("bin");
        File.Copy("/usr/bin/busybox", root["bin/busybox"]);

        await fake.RunAsync(["machine", "create", .. fake.Named("one"), "--image", root.Path]);

        Assert.Equal(exitCode, (await fake.RunAsync("machine", "start", "--name", "one")).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_host_port_is_for_one_running_machine()
    {
        using var fake = new InstalledFake("1.9.3");
        await fake.StartAsync("one", "-p", "8080:80");
        await fake.RunAsync("machine", "create", "--name", "two", "-p", "8080:81");

        var second = await fake.RunAsync("machine", "start", "--name", "two");

        Assert.EndsWith("host port 8080 is already in use by running machine 'one'\n", second.StandardError, StringComparison.Ordinal);
    }
}
