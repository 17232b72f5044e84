namespace SmolVM.Build;

/// <summary>The last lines of a text, bounded in number and length.</summary>
sealed class TextTail
{
    const int Lines = 30;
    const int Characters = 400;

    readonly Queue<string> lines = new();
    readonly Lock gate = new();

    public static string Of(string text)
    {
        var tail = new TextTail();
        foreach (var line in text.TrimEnd().EnumerateLines())
            tail.Add(line.ToString());
        return tail.ToString();
    }

    public void Add(string line)
    {
        var text = line.TrimEnd();
        lock (gate)
        {
            lines.Enqueue(text.Length <= Characters ? text : text[..Characters] + "…");
            if (lines.Count > Lines)
                lines.Dequeue();
        }
    }

    public override string ToString()
    {
        lock (gate)
            return string.Join('\n', lines.SkipWhile(string.IsNullOrEmpty).Select(line => "  " + line));
    }
}
