using System.Globalization;
using System.Text;

namespace SmolVM.Processes;

/// <summary>UTF-8 text of any length in bounded memory: its first and its last half, with a line about what was left out.</summary>
internal sealed class CapturedText(int limit)
{
    readonly Lock _gate = new();
    readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    readonly StringBuilder _head = new();
    readonly int _headLimit = limit - limit / 2;
    char[] _tail = [];
    long _tailWritten;

    /// <summary>Reads to the end. What came is kept even when the token ends it.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(bytes, cancellationToken)) > 0)
            Append(bytes.AsSpan(0, count), flush: false);
        Append([], flush: true);
    }

    /// <summary>
    /// A character that is cut by the end of the bytes is completed by the next call, or replaced when <paramref name="flush"/>.
    /// </summary>
    public void Append(ReadOnlySpan<byte> bytes, bool flush)
    {
        lock (_gate)
        {
            var chars = new char[_decoder.GetCharCount(bytes, flush)];
            Keep(chars.AsSpan(0, _decoder.GetChars(bytes, chars, flush)));
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            var leftOut = _tailWritten - _tail.Length;
            return leftOut > 0 ? Halves(leftOut) : string.Concat(_head.ToString(), Tail());
        }
    }

    void Keep(ReadOnlySpan<char> text)
    {
        var first = Math.Min(text.Length, _headLimit - _head.Length);
        _head.Append(text[..first]);
        text = text[first..];
        if (text.IsEmpty)
            return;
        if (_tail.Length == 0)
            _tail = new char[limit / 2];
        if (text.Length > _tail.Length)
        {
            _tailWritten += text.Length - _tail.Length;
            text = text[^_tail.Length..];
        }
        while (!text.IsEmpty)
        {
            var at = (int)(_tailWritten % _tail.Length);
            var part = text[..Math.Min(text.Length, _tail.Length - at)];
            part.CopyTo(_tail.AsSpan(at));
            _tailWritten += part.Length;
            text = text[part.Length..];
        }
    }

    string Halves(long leftOut)
    {
        var head = _head.ToString();
        var tail = Tail();
        // A character of two halves that the cut went through would be no valid text.
        if (char.IsHighSurrogate(head[^1]))
            head = head[..^1];
        if (tail.Length > 0 && char.IsLowSurrogate(tail[0]))
            tail = tail[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{head}\n[… {leftOut} characters left out …]\n{tail}");
    }

    string Tail()
    {
        if (_tailWritten < _tail.Length)
            return new string(_tail, 0, (int)_tailWritten);
        if (_tail.Length == 0)
            return "";
        var start = (int)(_tailWritten % _tail.Length);
        return string.Concat(_tail.AsSpan(start), _tail.AsSpan(0, start));
    }
}
