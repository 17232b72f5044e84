using System.Text.RegularExpressions;

namespace SmolVM.Build.Tests.Infra;

/// <summary>What the terminal logger wrote, without what differs from run to run. Escapes are shown as such, links among them.</summary>
static partial class TerminalText
{
    public static string Of(BuildResult build, TestProject project)
    {
        var text = build.Output.Replace(project.Root, "{root}", StringComparison.Ordinal)
            .Replace(new Uri(project.Root).AbsoluteUri, "{root}", StringComparison.Ordinal)
            .Replace(Repository.Path("").TrimEnd('/'), "{repository}", StringComparison.Ordinal)
            .Replace("\e", "␛", StringComparison.Ordinal);
        return Seconds().Replace(text, "{seconds}");
    }

    [GeneratedRegex(@"\b\d+[.,]\d+ ?s\b")]
    private static partial Regex Seconds();
}
