using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>docs/getting-started.md, from its first command to its last.</summary>
[Trait("Category", "Stress")]
public sealed class GettingStartedTests(PackedPackages packages) : IDisposable
{
    readonly Stranger stranger = new(packages);

    public void Dispose() => stranger.Dispose();

    [Fact(Timeout = 900_000)]
    public async Task Every_command_of_the_page_works_in_this_order()
    {
        stranger.ForgetTheSource();
        var environment = new Dictionary<string, string?>(stranger.Environment)
        {
            ["SMOLVM"] = Repository.Root,
            // The templates that it installs are not the user's.
            ["DOTNET_CLI_HOME"] = stranger.Root,
        };

        var run = await Shell.RunAsync(
            stranger.Root, environment, "bash", Repository.Path("tests/SmolVM.Packages.Tests/Scripts/getting-started.sh"));

        var said = run.EnsureSuccess().Output;
        Assert.Contains("Machines can be started here, by the qemu engine.", said, StringComparison.Ordinal);
        Assert.Contains("Hello, World!", said, StringComparison.Ordinal);
        Assert.Contains("Hello.smolmachine", said, StringComparison.Ordinal);
        Assert.Contains("Program.cs", said, StringComparison.Ordinal);
        Assert.Contains("succeeded: 2", said, StringComparison.Ordinal);
    }
}
