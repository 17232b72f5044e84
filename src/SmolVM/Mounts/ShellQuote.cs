namespace SmolVM.Mounts;

/// <summary>Words for a POSIX shell.</summary>
static class ShellQuote
{
    /// <summary>The word that a POSIX shell reads as exactly this text.</summary>
    public static string Quote(string text) => text.Contains('\0')
        ? throw new ArgumentException("A word for a shell cannot hold a NUL character.", nameof(text))
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
