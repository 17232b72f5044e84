namespace SmolVM.Machines;

/// <summary>The end of a console's text, as messages show it.</summary>
internal static class ConsoleTail
{
    public static string Of(string console, int lines)
    {
        var kept = console.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines).ToList();
        return kept.Count == 0 ? "(empty)" : string.Concat(kept.Select(line => "\n  " + Printable(line)));
    }

    // A console carries whatever the guest sends; a terminal that shows the message must not obey it.
    static string Printable(string line) => string.Concat(line.Select(c => char.IsControl(c) && c != '\t' ? '�' : c));
}
