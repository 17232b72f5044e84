using System.Text.Json;
using SmolVM.Packages.Tests.Infra;

namespace SmolVM.Packages.Tests;

/// <summary>The tool as a stranger installs it, with the folder of packages as the only source that has it.</summary>
public sealed class ToolPackageTests(ToolPackageTests.Installed installed) : IClassFixture<ToolPackageTests.Installed>
{
    /// <summary>The tool, in a folder that is on PATH.</summary>
    public sealed class Installed(PackedPackages packages) : IAsyncLifetime
    {
        readonly Stranger stranger = new(packages);

        internal string Version => packages.Version;

        public async ValueTask InitializeAsync()
        {
            (await stranger.DotnetAsync(".", "tool", "install", "SmolVM.Tool", "--prerelease", "--tool-path", stranger["tools"])).EnsureSuccess();
            stranger.Environment["PATH"] = $"{stranger["tools"]}:{Environment.GetEnvironmentVariable("PATH")}";
        }

        internal Task<ShellResult> RunAsync(params IReadOnlyList<string> argv) => Shell.RunAsync(stranger.Root, stranger.Environment, argv);

        public ValueTask DisposeAsync()
        {
            stranger.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task It_is_a_command_of_its_own_and_one_of_dotnet()
    {
        var own = await installed.RunAsync("dotnet-smolvm", "--version");
        var word = await installed.RunAsync("dotnet", "smolvm", "--version");

        Assert.Contains(installed.Version, own.EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Equal(own.Output, word.EnsureSuccess().Output);
    }

    [Fact(Timeout = 600_000)]
    public async Task It_makes_a_kit_of_what_the_package_carries()
    {
        var doctor = await installed.RunAsync("dotnet", "smolvm", "doctor", "--json");

        var report = JsonDocument.Parse(doctor.EnsureSuccess().Output).RootElement;
        var kit = report.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("subject").GetString() == "kit");
        Assert.Equal("ok", kit.GetProperty("state").GetString());
    }
}
