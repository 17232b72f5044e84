using System.Buffers;
using System.Text;

namespace SmolVM.Guests;

/// <summary>Keeps a stream's bytes up to a limit: its first and its last half, with a line about what was left out between them.</summary>
internal sealed class BoundedCapture(int limit)
{
    readonly ArrayBufferWriter<byte> head = new();
    readonly int tailSize = limit - limit / 2;
    byte[] tail = [];
    long tailBytes;

    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            Add(buffer.AsSpan(0, read));
    }

    public override string ToString()
    {
        var left = tailBytes - tailSize;
        if (left <= 0)
            return Encoding.UTF8.GetString([.. head.WrittenSpan, .. tail.AsSpan(0, (int)tailBytes)]);
        var start = (int)(tailBytes % tailSize);
        return $"{Encoding.UTF8.GetString(head.WrittenSpan)}\n[{left} bytes left out]\n"
            + Encoding.UTF8.GetString([.. tail.AsSpan(start), .. tail.AsSpan(0, start)]);
    }

    void Add(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Min(bytes.Length, limit / 2 - head.WrittenCount);
        head.Write(bytes[..first]);
        bytes = bytes[first..];
        if (bytes.Length > 0 && tail.Length == 0)
            tail = new byte[tailSize];
        while (bytes.Length > 0)
        {
            var at = (int)(tailBytes % tailSize);
            var count = Math.Min(bytes.Length, tailSize - at);
            bytes[..count].CopyTo(tail.AsSpan(at));
            bytes = bytes[count..];
            tailBytes += count;
        }
    }
}
