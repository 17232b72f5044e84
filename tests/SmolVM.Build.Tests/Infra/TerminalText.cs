using System.Text.RegularExpressions;

namespace SmolVM.Build.Tests.Infra;

/// <summary>
/// What the terminal logger leaves on the screen, without what differs from run to run. Escapes are shown as such, links among them.
/// </summary>
static partial class TerminalText
{
    public static string Of(BuildResult build, TestProject project)
    {
        // What it draws over again stands between these; how often it does is up to the clock.
        var lines = Lasting().Matches(build.Output).Select(match => match.Groups["text"].Value);
        var text = string.Concat([.. lines, build.Output[build.Output.LastIndexOf(CursorShown, StringComparison.Ordinal)..]])
            .Replace(new Uri(project.Root).AbsoluteUri, "{root}", StringComparison.Ordinal)
            .Replace(project.Root, "{root}", StringComparison.Ordinal)
            .Replace(Repository.Path("").TrimEnd('/'), "{repository}", StringComparison.Ordinal)
            .Replace("\e", "␛", StringComparison.Ordinal);
        return Seconds().Replace(text, "{seconds}");
    }

    const string CursorShown = "\e[?25h";

    [GeneratedRegex(@"\e\[J(?<text>.*?)\e\[\?25[lh]", RegexOptions.Singleline)]
    private static partial Regex Lasting();

    [GeneratedRegex(@"\b\d+[.,]\d+ ?s\b")]
    private static partial Regex Seconds();
}
