using System.Diagnostics;

namespace FakeSmolvm.Guests;

/// <summary>Runs a program of the host to its end.</summary>
static class HostTool
{
    public static ProcessStartInfo Describe(IReadOnlyList<string> argv)
    {
        var start = new ProcessStartInfo(argv[0]) { UseShellExecute = false };
        foreach (var argument in argv.Skip(1))
            start.ArgumentList.Add(argument);
        return start;
    }

    /// <returns>What it printed.</returns>
    /// <exception cref="CliException">It failed.</exception>
    public static string Run(params IReadOnlyList<string> argv)
    {
        var start = Describe(argv);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new CliException($"{string.Join(' ', argv)}: exit {process.ExitCode}: {error.Result.Trim()}");
    }
}
