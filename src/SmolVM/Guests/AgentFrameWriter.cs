using System.Buffers;

namespace SmolVM.Guests;

/// <summary>Writes frames to a stream, each whole, in the order of the calls. After one write has failed all fail.</summary>
internal sealed class AgentFrameWriter(Stream stream)
{
    readonly Lock gate = new();
    Task last = Task.CompletedTask;

    /// <summary>
    /// Writes frames with no other between them. Cancellation lets the caller go, never the write: half a frame would spoil all that
    /// follows. The caller may use the payloads' memory again at once.
    /// </summary>
    public Task WriteAsync(IReadOnlyList<AgentFrame> frames, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var size = frames.Sum(frame => frame.Size);
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        var at = 0;
        foreach (var frame in frames)
        {
            frame.Encode(bytes.AsSpan(at));
            at += frame.Size;
        }
        lock (gate)
        {
            last = WriteAsync(last, bytes, size);
            return last.WaitAsync(cancellationToken);
        }
    }

    async Task WriteAsync(Task before, byte[] bytes, int size)
    {
        await before;
        await stream.WriteAsync(bytes.AsMemory(0, size), CancellationToken.None);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
