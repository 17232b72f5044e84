namespace SmolVM.Tool.Output;

/// <summary>Rows as plain text: a pure function.</summary>
internal static class PlainTable
{
    const string Between = "  ";

    /// <param name="headings">What stands above the columns.</param>
    /// <param name="rows">As many cells each as there are headings.</param>
    /// <returns>The lines, without blanks at their ends.</returns>
    public static IEnumerable<string> Lines(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<IReadOnlyList<string>> all = [headings, .. rows];
        int[] widths = [.. headings.Select((_, column) => all.Max(row => row[column].Length))];
        return all.Select(row => string.Join(Between, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
