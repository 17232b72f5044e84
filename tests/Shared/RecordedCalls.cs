using System.Text.RegularExpressions;

namespace SmolVM.Tests;

/// <summary>The argument lists that a program was called with, a line a call, without what differs from run to run.</summary>
public static partial class RecordedCalls
{
    /// <param name="calls">The calls in their order.</param>
    /// <param name="folder">The directory of the test.</param>
    public static string Text(IEnumerable<IReadOnlyList<string>> calls, string folder) =>
        string.Join('\n', calls.Select(call => Scrub(string.Join(' ', call).Replace(folder, "{host}", StringComparison.Ordinal))));

    static string Scrub(string call)
    {
        var text = Line().Replace(call, "{line}");
        text = Name().Replace(text, "smolnet-{run}");
        text = Clone().Replace(text, "{run}-c{clone}");
        return Port().Replace(Key().Replace(text, "{key}"), "-p {port}:");
    }

    // The shell line of a command has a snapshot of its own.
    [GeneratedRegex("(?<= -- /bin/sh -c ).*", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex("smolnet-[0-9a-f]{16}")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{run\}-c[0-9a-f]{8}")]
    private static partial Regex Clone();

    // The cache's keys, and the directories of unfinished entries and packs.
    [GeneratedRegex(@"(?<=/)(\.[^/ ]*)?[0-9a-f]{32,}[^/ ]*|(?<=smolpack-)[0-9a-f]{32}")]
    private static partial Regex Key();

    [GeneratedRegex(@"-p \d+:")]
    private static partial Regex Port();
}
