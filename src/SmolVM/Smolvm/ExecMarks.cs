using System.Globalization;
using System.Text;

namespace SmolVM.Smolvm;

/// <summary>
/// The standard error of an <c>exec</c>, without the marks of <see cref="ExecScript"/> and without what the program itself says before and
/// after them. The bytes in between are the guest's, exactly.
/// </summary>
internal sealed class ExecMarks(string mark, Stream source) : Stream
{
    const int NoiseLimit = 64 * 1024;
    const int BufferSize = 32 * 1024;

    readonly byte[] sign = Encoding.ASCII.GetBytes($"{ExecScript.Sign}{mark} ");
    readonly StringBuilder noise = new();
    byte[] pending = [];
    bool sourceEnded;
    bool isGuests;

    /// <summary>The command's process in the guest; null where none was started.</summary>
    public int? Process { get; private set; }

    /// <summary>What was missing, so that no command was started.</summary>
    public string? Missing { get; private set; }

    /// <summary>The exit code as the guest's shell tells it; null while it runs, and for ever where the machine ended first.</summary>
    public int? Exit { get; private set; }

    /// <summary>What the program itself said.</summary>
    public string Noise => noise.ToString();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads until it is known whether the command runs, or the stream ends.</summary>
    public async Task ReadStartAsync(CancellationToken cancellationToken)
    {
        while (Process is null && Missing is null && await FillAsync(cancellationToken))
            TakeMarks();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            TakeMarks();
            var ready = isGuests ? Math.Min(Unmarked(), buffer.Length) : 0;
            if (ready > 0)
            {
                pending.AsSpan(0, ready).CopyTo(buffer.Span);
                pending = pending[ready..];
                return ready;
            }
            if (!await FillAsync(cancellationToken))
                return 0;
        }
        return 0;
    }

    // At the end what looked like the beginning of a mark is none.
    int Unmarked() => pending.AsSpan().IndexOf(sign) is var at and >= 0 ? at : sourceEnded ? pending.Length : pending.Length - Beginning();

    int Beginning()
    {
        for (var length = Math.Min(sign.Length - 1, pending.Length); length > 0; length--)
        {
            if (pending.AsSpan().EndsWith(sign.AsSpan(0, length)))
                return length;
        }
        return 0;
    }

    /// <summary>Takes the marks from the front, and with them the program's own words around them.</summary>
    void TakeMarks()
    {
        while (true)
        {
            var at = pending.AsSpan().IndexOf(sign);
            if (!isGuests)
                Drop(at < 0 ? Unmarked() : at);
            else if (at != 0)
                return;
            var end = pending.AsSpan().IndexOf(sign) == 0 ? Array.IndexOf(pending, (byte)'\n') : -1;
            if (end < 0)
                return;
            Take(Encoding.ASCII.GetString(pending, sign.Length, end - sign.Length));
            pending = pending[(end + 1)..];
        }
    }

    void Take(string said)
    {
        switch (said.Split(' '))
        {
            case ["pid", var pid] when int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var process):
                Process = process;
                isGuests = true;
                break;
            case ["exit", var code] when int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var exit):
                Exit = exit;
                isGuests = false;
                break;
            case ["no", var what]:
                Missing = what;
                isGuests = false;
                break;
        }
    }

    void Drop(int count)
    {
        if (noise.Length < NoiseLimit)
            noise.Append(Encoding.UTF8.GetString(pending, 0, count));
        pending = pending[count..];
    }

    async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (sourceEnded)
            return false;
        var buffer = new byte[BufferSize];
        var count = await source.ReadAsync(buffer, cancellationToken);
        sourceEnded = count == 0;
        pending = [.. pending, .. buffer.AsSpan(0, count)];
        TakeMarks();
        // The last bytes are still to be handed out, or to be kept as the program's own words.
        return !sourceEnded || pending.Length > 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
