using System.Text;

namespace SmolVM.Guests;

/// <summary>Splits the two streams of a program into lines and hands them out one at a time, in the order in which they arrive.</summary>
internal sealed class LineReader(Action<GuestLine> output)
{
    /// <summary>A longer line is handed out in pieces: a program that never ends its line must not fill the memory.</summary>
    const int MaxLine = 64 * 1024;

    readonly Lock gate = new();

    public async Task ReadAsync(Stream stream, bool isError, CancellationToken cancellationToken)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[16 * 1024];
        var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var line = new StringBuilder();
        int read;
        do
        {
            read = await stream.ReadAsync(bytes, cancellationToken);
            var count = decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read == 0);
            foreach (var c in chars.AsSpan(0, count))
            {
                if (c != '\n')
                    line.Append(c);
                if (c == '\n' || line.Length == MaxLine)
                    Emit(line, isError);
            }
        }
        while (read > 0);
        if (line.Length > 0)
            Emit(line, isError);
    }

    void Emit(StringBuilder line, bool isError)
    {
        if (line.Length > 0 && line[^1] == '\r')
            line.Length--;
        lock (gate)
            output(new GuestLine(line.ToString(), isError));
        line.Clear();
    }
}
