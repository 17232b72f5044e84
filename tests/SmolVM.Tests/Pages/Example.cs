namespace SmolVM.Tests.Pages;

/// <summary>
/// A part of a file that tests run. In the file it stands between a comment <c>example: NAME</c> and one that says <c>end of example</c>.
/// </summary>
static class Example
{
    const string Begin = "example: ";
    const string End = "end of example";

    /// <param name="source"><c>FILE</c>, for all of it, or <c>FILE#NAME</c>.</param>
    /// <param name="read">Reads a file of the repository.</param>
    /// <returns>The lines, moved to the left as far as they go together, without what closes a comment.</returns>
    public static string Read(string source, Func<string, string> read)
    {
        var (file, name) = source.Split('#') is [var path, var part] ? (path, part) : (source, null);
        var lines = read(file).TrimStart('\uFEFF').TrimEnd('\n').Split('\n');
        return string.Concat(MovedLeft(name is null ? lines : Between(lines, name, file)).Select(line => line + '\n'));
    }

    static string[] Between(string[] lines, string name, string file)
    {
        var begin = Array.FindIndex(lines, line => Name(line) == name);
        Assert.True(begin >= 0, $"'{file}' has no comment '{Begin}{name}'.");
        var end = Array.FindIndex(lines, begin, line => line.Contains(End, StringComparison.Ordinal));
        Assert.True(end > begin + 1, $"The example '{name}' of '{file}' has no line, or no comment '{End}'.");
        return lines[(begin + 1)..end];
    }

    static string? Name(string line) =>
        line.Split(Begin) is [_, var rest] ? rest.Replace("-->", "", StringComparison.Ordinal).Trim() : null;

    static IEnumerable<string> MovedLeft(string[] lines)
    {
        var indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return lines.Select(line => line.Length <= indent ? "" : line[indent..].TrimEnd());
    }
}
