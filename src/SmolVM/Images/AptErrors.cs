namespace SmolVM.Images;

/// <summary>What apt says went wrong, as one sentence.</summary>
internal static class AptErrors
{
    const int MostLines = 3;

    static readonly string[] Marks = ["E: ", "W: Failed to fetch"];

    /// <summary>The lines that apt marks as errors or failed fetches; null when there are none.</summary>
    public static string? Of(string standardError)
    {
        var lines = standardError.Split('\n')
            .Select(line => line.Trim())
            .Where(line => Marks.Any(mark => line.StartsWith(mark, StringComparison.Ordinal)))
            .Select(line => line[3..].Trim())
            .Distinct()
            .Take(MostLines)
            .ToList();
        return lines.Count == 0 ? null : string.Join("; ", lines);
    }

    public static string Join(string found, string? update) => End(update is null ? found : $"{found}; {update}");

    static string End(string sentence) => sentence.EndsWith('.') ? sentence : sentence + ".";
}
