namespace SmolVM.Processes;

/// <summary>
/// Writes a program's standard input, and remembers that the program did not want it: a program that stops reading (<c>head</c>) is in its
/// right, so the broken pipe ends the writer and is no failure of the command.
/// </summary>
internal sealed class ProgramInput(Stream pipe) : Stream
{
    IOException? _broken;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether the exception is, or was caused by, the program's end of the pipe being closed.</summary>
    public bool IsRefusal(Exception? exception) =>
        _broken is not null && exception is not null && (ReferenceEquals(exception, _broken) || IsRefusal(exception.InnerException));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await pipe.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException refused)
        {
            _broken = refused;
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <summary>A pipe has nothing to flush.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            pipe.Dispose();
        base.Dispose(disposing);
    }
}
