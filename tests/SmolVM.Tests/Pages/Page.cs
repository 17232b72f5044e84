using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SmolVM.Tests.Pages;

/// <summary>A page of the documentation.</summary>
/// <param name="Name">Its path from the repository's root.</param>
/// <param name="Text">What it says.</param>
sealed partial record Page(string Name, string Text)
{
    public static string Root { get; } = Find();

    /// <summary>README.md, and all below <c>docs</c>.</summary>
    public static IEnumerable<string> Names =>
    [
        "README.md",
        .. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal),
    ];

    /// <summary>What is shown of each package.</summary>
    public static IEnumerable<string> OfPackages => Directory.EnumerateDirectories(Path.Combine(Root, "src"))
        .Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists)
        .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal);

    public static Page Read(string name) => new(name, File.ReadAllText(Path.Combine(Root, name)));

    /// <summary>The fenced blocks, each with the mark that stands above it.</summary>
    public IEnumerable<PageBlock> Blocks =>
        from Match match in Block().Matches(Text)
        select new PageBlock(
            Text[..match.Index].Count(letter => letter == '\n') + 1,
            match.Groups["mark"].Success ? match.Groups["mark"].Value : null, match.Groups["language"].Value, match.Groups["text"].Value);

    /// <summary>Where the links lead that are not to another site.</summary>
    public IEnumerable<string> Links =>
        from Match match in Link().Matches(Block().Replace(Text, ""))
        let target = match.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal)
        select target;

    /// <summary>What links to a heading of this page name, as GitHub makes it.</summary>
    public IEnumerable<string> Anchors =>
        from Match match in Heading().Matches(Block().Replace(Text, ""))
        select NoAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    static string Find([CallerFilePath] string here = "") => Path.GetFullPath("../../..", Path.GetDirectoryName(here)!);

    [GeneratedRegex(
        @"(?:^<!-- from (?<mark>\S+) -->\n)?^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoAnchor();
}

/// <summary>A fenced block of a page.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Source">The file, or <c>FILE#name</c>, that it is taken from.</param>
/// <param name="Language">What follows the fence.</param>
/// <param name="Text">What is in it, each line with its end.</param>
sealed record PageBlock(int Line, string? Source, string Language, string Text);
