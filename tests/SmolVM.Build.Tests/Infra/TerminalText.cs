using System.Globalization;
using System.Text.RegularExpressions;

namespace SmolVM.Build.Tests.Infra;

/// <summary>
/// What the terminal logger leaves on the screen, without what differs from run to run. Colours and links are shown as the escapes that
/// make them. What it draws over, and how often, is up to the clock: so the screen is what counts, and not what was written to it.
/// </summary>
static partial class TerminalText
{
    public static string Of(BuildResult build, TestProject project)
    {
        var text = string.Join('\n', Screen(build.Output))
            .Replace(new Uri(project.Root).AbsoluteUri, "{root}", StringComparison.Ordinal)
            .Replace(project.Root, "{root}", StringComparison.Ordinal)
            .Replace(Repository.Path("").TrimEnd('/'), "{repository}", StringComparison.Ordinal)
            .Replace("\e", "␛", StringComparison.Ordinal);
        return Seconds().Replace(text, "{seconds}").Trim('\n');
    }

    static List<string> Screen(string output)
    {
        var lines = new List<string> { "" };
        var row = 0;
        foreach (Match word in Words().Matches(output))
        {
            switch (word.Groups["end"].Value)
            {
                // To the begin of a line further up; all below it is cleared next, or drawn over and cleared later.
                case "F":
                    row = Math.Max(0, row - int.Parse(word.Groups["number"].Value, CultureInfo.InvariantCulture));
                    break;
                case "J":
                    lines.RemoveRange(row, lines.Count - row);
                    lines.Add("");
                    break;
                case "m" or "" when word.Value != "\n":
                    lines[row] += word.Value;
                    break;
                case "":
                    if (++row == lines.Count)
                        lines.Add("");
                    break;
            }
        }
        return lines;
    }

    [GeneratedRegex(@"\e\[\??(?<number>[0-9]*)[0-9;]*(?<end>[A-Za-z])|\e\].*?\e\\|\n|[^\e\n\r]+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\b\d+[.,]\d+ ?s\b")]
    private static partial Regex Seconds();
}
