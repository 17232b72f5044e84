namespace SmolVM.Tests.Guests;

/// <summary>Hands out at most so many bytes at a time, as a port does.</summary>
sealed class AgentChunkedStream(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
}
