
namespace SmolVM.Smolvm.Tests.Fake;

[Trait("Category", "Stress")]
public sealed class FakeCallTests
{
    [Fact(Timeout = 120_000)]
    public async Task The_version_is_the_one_that_it_is_told()
    {
        using var fake = new InstalledFake("1.6.13");

        Assert.Equal("smolvm 1.6.13\n", (await fake.RunAsync("--version")).EnsureSuccess().StandardOutput);
    }

    [Fact(Timeout = 120_000)]
    public async Task Every_argument_list_is_recorded_as_it_came()
    {
        using var fake = new InstalledFake("0.8.0");

        await fake.RunAsync("--version");
        await fake.RunAsync("machine", "ls", "a b", "\"\n", "");

        Assert.Equal([["--version"], ["machine", "ls", "a b", "\"\n", ""]], fake.Calls);
    }

    [Fact(Timeout = 120_000)]
    public async Task Bad_usage_is_2_with_the_reason_on_standard_error()
    {
        using var fake = new InstalledFake("1.0.2");

        var result = await fake.RunAsync("machine", "create", "one");

        Assert.Equal((2, ""), (result.ExitCode, result.StandardOutput));
        Assert.StartsWith("error: unexpected argument 'one' found\n", result.StandardError, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_command_that_is_not_played_is_said_to_be()
    {
        using var fake = new InstalledFake("1.9.3");

        var result = await fake.RunAsync("machine", "monitor", "--name", "one");

        Assert.Equal((70, "This fake of smolvm does not play 'machine monitor'.\n"), (result.ExitCode, result.StandardError));
    }

    [Fact(Timeout = 120_000)]
    public async Task It_needs_nothing_of_its_callers_environment()
    {
        using var fake = new InstalledFake("1.9.3");

        var result = await Sh.Runner.RunAsync(
            new(["env", "-i", fake.Executable, "--version"]), TestContext.Current.CancellationToken);

        Assert.Equal("smolvm 1.9.3\n", result.EnsureSuccess().StandardOutput);
    }
}
