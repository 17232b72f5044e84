namespace SmolVM.Build;

/// <summary>The last lines of what a command says, bounded in number and length.</summary>
sealed class TextTail
{
    const int Lines = 30;
    const int Characters = 400;

    readonly Queue<string> lines = new();
    readonly Lock gate = new();

    public void Add(string line)
    {
        lock (gate)
        {
            lines.Enqueue(line.Length <= Characters ? line : line[..Characters] + "…");
            if (lines.Count > Lines)
                lines.Dequeue();
        }
    }

    public override string ToString()
    {
        lock (gate)
            return string.Join('\n', lines);
    }
}
