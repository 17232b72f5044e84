using SmolVM.Processes;

namespace SmolVM.Packages.Tests.Infra;

/// <summary>Runs real programs, without what the surrounding test run left in the environment.</summary>
static class Shell
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    // What the run of these tests was told is not meant for the runs that they look at.
    static readonly string[] Ours = ["SMOLVM_REQUIRED", "SMOLVM_KEEP", "SMOLVM_TRACE", "SMOLVM_MEMORY_BUDGET_MIB"];

    public static async Task<ShellResult> RunAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> argv)
    {
        var command = new Command(argv)
        {
            WorkingDirectory = folder,
            Environment = Surroundings().Where(variable => !environment.ContainsKey(variable.Key)).Concat(environment).ToDictionary(),
            Timeout = Limit,
            CaptureLimit = 8 << 20,
        };
        var result = await new CommandRunner().RunAsync(command, TestContext.Current.CancellationToken);
        return new ShellResult(argv, result.ExitCode, result.StandardOutput, result.StandardError);
    }

    static IEnumerable<KeyValuePair<string, string?>> Surroundings() =>
    [
        .. from string name in Environment.GetEnvironmentVariables().Keys
           where name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
               || name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)
               || Ours.Contains(name)
           where name != "MSBUILDDISABLENODEREUSE"
           select KeyValuePair.Create(name, (string?)null),
        new("MSBUILDDISABLENODEREUSE", "1"),
        new("MSBUILDTERMINALLOGGER", "off"),
        new("DOTNET_CLI_UI_LANGUAGE", "en"),
    ];
}

/// <summary>How a program ended, and what it said.</summary>
sealed record ShellResult(IReadOnlyList<string> Argv, int ExitCode, string Output, string Error)
{
    public ShellResult EnsureSuccess()
    {
        Assert.True(ExitCode == 0, $"{string.Join(' ', Argv)} ended with {ExitCode}.\n{Output}{Error}");
        return this;
    }
}
