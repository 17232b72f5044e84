namespace SmolVM.Mounts;

/// <summary>Words for a POSIX shell.</summary>
static class ShellQuote
{
    /// <summary>The word that a POSIX shell reads as exactly this text.</summary>
    public static string Quote(string text) => text.Contains('\0')
        ? throw new ArgumentException("A word for a shell cannot hold a NUL character.", nameof(text))
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>A line for people to read and paste: only words that need it are quoted.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(word => IsPlain(word) ? word : Quote(word)));

    /// <summary>Whether no program gives a character of this text a meaning.</summary>
    public static bool IsPlain(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_@+=:,./-".Contains(c));
}
