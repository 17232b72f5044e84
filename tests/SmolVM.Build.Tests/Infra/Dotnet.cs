using System.Diagnostics;
using System.Text;

namespace SmolVM.Build.Tests.Infra;

/// <summary>Runs the real <c>dotnet</c>, without what the surrounding test run left in the environment.</summary>
static class Dotnet
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    // What the run of these tests was told is not meant for the builds that they look at.
    static readonly string[] Ours = ["SMOLVM_REQUIRED", "SMOLVM_KEEP", "SMOLVM_TRACE", "SMOLVM_MEMORY_BUDGET_MIB"];

    static bool IsOurs(string name) => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || Ours.Contains(name);

    public static async Task<BuildResult> RunAsync(
        string directory,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string> prefix,
        IReadOnlyList<string> arguments,
        Func<string, int, Task>? seen)
    {
        // A runner that was started in the background may ignore SIGINT, and the build would inherit that. A group of its own, as a shell
        // gives it, so that a test can press Ctrl-C.
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", .. prefix, "dotnet", .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            var output = new StringBuilder();
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                output.Append(line).Append('\n');
                if (seen is not null)
                    await seen(line, process.Id);
            }
            await process.WaitForExitAsync(deadline.Token);
            return new BuildResult(process.ExitCode, output.ToString() + await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
