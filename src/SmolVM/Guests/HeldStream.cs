namespace SmolVM.Guests;

/// <summary>
/// A stream of a <see cref="Processes.Command"/> turned inside out: the command hands it to a delegate, and this gives it to whoever reads
/// or writes at a time of their own. Nothing is copied, so that a reader that stops reading stops the program.
/// </summary>
internal sealed class HeldStream : Stream
{
    readonly TaskCompletionSource<Stream> arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The delegate for the command: it ends when this is disposed or has been read to its end.</summary>
    public Task HoldAsync(Stream stream, CancellationToken cancellationToken)
    {
        arrived.TrySetResult(stream);
        return released.Task.WaitAsync(cancellationToken);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (released.Task.IsCompleted)
            return 0;
        var stream = await arrived.Task.WaitAsync(cancellationToken);
        var read = await stream.ReadAsync(buffer, cancellationToken);
        if (read == 0 && buffer.Length > 0)
            released.TrySetResult();
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var stream = await arrived.Task.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(buffer, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        catch (ObjectDisposedException e)
        {
            // The program has ended and its pipe is closed already: the same as a broken one.
            throw new IOException("The program has ended.", e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        released.TrySetResult();
        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
