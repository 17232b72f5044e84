namespace SmolVM.Smolvm;

/// <summary>
/// A stream that is read before it is known whether a command runs at its other end: what comes until then is kept, so that a program that
/// talks instead of running the command is not held up by little, and is handed out with the rest.
/// </summary>
/// <param name="source">What is read.</param>
/// <param name="patience">How long the program is held up, once it has said more than is kept.</param>
internal sealed class EarlyOutput(Stream source, TimeSpan patience) : Stream
{
    /// <summary>So much is kept.</summary>
    public const int Limit = 1 << 20;

    readonly byte[] buffer = new byte[32 * 1024];
    readonly MemoryStream early = new();
    Task<int>? pending;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads until it is known, or the stream ends.</summary>
    /// <returns>Whether it stayed within what may come by then.</returns>
    public async Task<bool> ReadUntilAsync(Task known, CancellationToken cancellationToken)
    {
        while (!known.IsCompleted)
        {
            pending ??= source.ReadAsync(buffer, cancellationToken).AsTask();
            if (await Task.WhenAny(pending, known) != pending)
                break;
            if (await pending == 0)
                break;
            early.Write(buffer, 0, await pending);
            pending = null;
            if (early.Length <= Limit)
                continue;
            // That the command runs is said before its output, but by another pipe, which may be behind on a busy host.
            await Task.WhenAny(known, Task.Delay(patience, cancellationToken));
            if (!known.IsCompleted)
                return false;
        }
        early.Position = 0;
        return true;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken = default)
    {
        if (early.Position == early.Length && pending is not null)
        {
            var count = await pending.WaitAsync(cancellationToken);
            if (count == 0)
                return 0;
            pending = null;
            early.SetLength(0);
            early.Write(buffer, 0, count);
            early.Position = 0;
        }
        return early.Position < early.Length ? early.Read(target.Span) : await source.ReadAsync(target, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] target, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(target.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] target, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] source, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
