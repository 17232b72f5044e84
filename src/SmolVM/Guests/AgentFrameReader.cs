namespace SmolVM.Guests;

/// <summary>Reads frames from a stream, in any chunks and with any garbage between them, through one buffer of fixed size.</summary>
internal sealed class AgentFrameReader(Stream stream)
{
    readonly byte[] buffer = new byte[2 * AgentFrame.MaxSize];
    int start;
    int end;

    /// <summary>The next frame, or null at the end of the stream. Its payload is valid until the next call.</summary>
    public async ValueTask<AgentFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = AgentFrame.TryDecode(buffer.AsMemory(start, end - start), out var frame, out var consumed);
            start += consumed;
            if (found)
                return frame;
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (count == 0)
                return null;
            end += count;
        }
    }
}
