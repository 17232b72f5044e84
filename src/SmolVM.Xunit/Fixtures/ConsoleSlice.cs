namespace SmolVM.Xunit.Fixtures;

/// <summary>What a console said since an earlier look at it, of which only the last part is kept.</summary>
internal static class ConsoleSlice
{
    /// <summary>What is looked for of the earlier text when its beginning has gone.</summary>
    const int Mark = 4096;

    /// <summary>
    /// The part of <paramref name="now"/> that came after <paramref name="before"/>; all of it where too much has come since.
    /// </summary>
    public static string Since(string before, string now)
    {
        if (now.StartsWith(before, StringComparison.Ordinal))
            return now[before.Length..];
        var mark = before[^Math.Min(before.Length, Mark)..];
        var place = now.IndexOf(mark, StringComparison.Ordinal);
        return place < 0 ? now : now[(place + mark.Length)..];
    }
}
