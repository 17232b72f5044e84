using System.Globalization;
using System.Text;

namespace SmolVM.Processes;

/// <summary>The words for a host program that did not do what it was started for.</summary>
internal static class CommandFailure
{
    const int TailLines = 20;
    const int TailCharacters = 4000;

    public static string ExitCode(CommandResult result) =>
        Describe($"'{result.Argv[0]}' ended with {Code(result.ExitCode)} after {Seconds(result.Elapsed)}. Its own words below say why.",
            result.Argv, result.StandardOutput, result.StandardError);

    public static CommandTimeoutException TimedOut(IReadOnlyList<string> argv, TimeSpan limit, bool ended, string output, string error) =>
        new(Describe(
            $"Waited {Seconds(limit)} for '{argv[0]}' "
            + (ended ? "to be read to the end (the program itself has ended). " : "to end, and ended it. ")
            + "Give it more time, or see below what it was busy with.",
            argv, output, error));

    public static CommandTimeoutException NotReaped(IReadOnlyList<string> argv, int pid, TimeSpan limit) =>
        new($"Waited {Seconds(limit)} for '{argv[0]}' (process {pid.ToString(CultureInfo.InvariantCulture)}) to end after SIGKILL. "
            + $"See what it hangs in: cat /proc/{pid.ToString(CultureInfo.InvariantCulture)}/stack");

    static string Describe(string summary, IReadOnlyList<string> argv, string output, string error)
    {
        var text = new StringBuilder(summary);
        Section(text, "argv", argv);
        Section(text, "stderr", Tail(error));
        Section(text, "stdout", Tail(output));
        return text.ToString();
    }

    static void Section(StringBuilder text, string name, IReadOnlyList<string> lines)
    {
        text.Append('\n').Append(name).Append(lines.Count == 0 ? ": (empty)" : ":");
        foreach (var line in lines)
            text.Append("\n  ").Append(line);
    }

    static string[] Tail(string text)
    {
        var end = text.TrimEnd();
        if (end.Length == 0)
            return [];
        var lines = (end.Length > TailCharacters ? "…" + end[^TailCharacters..] : end).Split('\n');
        return lines.Length > TailLines ? ["…", .. lines[^TailLines..]] : lines;
    }

    static string Code(int exitCode) => exitCode is > 128 and < 160
        ? string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode} (signal {exitCode - 128})")
        : string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");

    static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s");
}
