namespace SmolVM.Smolvm;

/// <summary>Takes what is written in pieces of one size; the last, shorter one is handed out when it is closed.</summary>
internal sealed class SpoolStream(int piece, Func<ReadOnlyMemory<byte>, CancellationToken, Task> full) : Stream
{
    readonly TaskCompletionSource<ReadOnlyMemory<byte>> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly byte[] buffer = new byte[piece];
    int used;

    /// <summary>What was left when it was closed.</summary>
    public Task<ReadOnlyMemory<byte>> Closed => closed.Task;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        while (source.Length > 0)
        {
            // Only when more comes: a text of just one piece needs no file.
            if (used == buffer.Length)
            {
                await full(buffer, cancellationToken);
                used = 0;
            }
            var part = source[..Math.Min(source.Length, buffer.Length - used)];
            part.CopyTo(buffer.AsMemory(used));
            used += part.Length;
            source = source[part.Length..];
        }
    }

    public override Task WriteAsync(byte[] source, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(source.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        closed.TrySetResult(buffer.AsMemory(0, used));
        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] target, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] source, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
