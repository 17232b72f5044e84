using SmolVM.Processes;

namespace SmolVM.Xunit.Tests.Infra;

/// <summary>Runs the real <c>dotnet</c> and programs made by it, without what the surrounding test run left in the environment.</summary>
static class Dotnet
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<CommandResult> RunAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> argv) =>
        new CommandRunner().RunAsync(Command(folder, environment, argv) with { Timeout = Limit, CaptureLimit = 8 << 20 }, Token);

    public static async Task BuildAsync(string folder, params IReadOnlyList<string> arguments)
    {
        var result = await RunAsync(
            folder, new Dictionary<string, string?>(), ["dotnet", .. arguments, "-c", "Debug", "--tl:off", "-v", "quiet"]);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    public static Command Command(string folder, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string> argv) =>
        // A runner that was started in the background may ignore SIGINT, and its children would inherit that.
        new(["/usr/bin/env", "--default-signal=INT,HUP", .. argv])
        {
            WorkingDirectory = folder,
            Environment = Surroundings().Where(variable => !environment.ContainsKey(variable.Key)).Concat(environment).ToDictionary(),
        };

    // What the run of these tests was told is not meant for the runs that they look at.
    static readonly string[] Ours = ["SMOLVM_REQUIRED", "SMOLVM_KEEP", "SMOLVM_TRACE", "SMOLVM_MEMORY_BUDGET_MIB"];

    static IEnumerable<KeyValuePair<string, string?>> Surroundings() =>
    [
        .. from string name in Environment.GetEnvironmentVariables().Keys
           where name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
               || name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)
               || Ours.Contains(name)
           where name != "MSBUILDDISABLENODEREUSE"
           select KeyValuePair.Create(name, (string?)null),
        new("MSBUILDDISABLENODEREUSE", "1"),
        new("DOTNET_CLI_UI_LANGUAGE", "en"),
    ];
}
