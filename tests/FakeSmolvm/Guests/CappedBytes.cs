using System.Buffers;

namespace FakeSmolvm.Guests;

/// <summary>The first bytes of a stream, and how many there were.</summary>
sealed class CappedBytes(int cap)
{
    readonly ArrayBufferWriter<byte> kept = new();

    public long Length { get; private set; }

    public async Task ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            Length += count;
            kept.Write(buffer.AsSpan(0, Math.Min(count, cap - kept.WrittenCount)));
        }
    }

    public void PrintTo(Stream destination)
    {
        destination.Write(kept.WrittenSpan);
        destination.Flush();
    }
}
