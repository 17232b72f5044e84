using System.Buffers;
using System.IO.Pipelines;

namespace SmolVM.Guests;

/// <summary>Standard output or error of a program: holds at most one window, gives credit as it is read; disposed, it drops all.</summary>
/// <param name="giveCredit">Tells the agent that so many bytes more may come; does not throw.</param>
internal sealed class AgentOutputStream(Func<int, Task> giveCredit) : Stream
{
    readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false));
    readonly Lock gate = new();
    int credit = AgentWindow.Size;
    int consumed;
    bool ended;
    bool discarding;
    Exception? failure;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Takes bytes from the guest. False: it sent more than it may.</summary>
    public bool Receive(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (ended)
                return true;
            if (bytes.Length > credit)
                return false;
            credit -= bytes.Length;
            if (!discarding)
            {
                pipe.Writer.Write(bytes);
                // Without a threshold a flush never waits.
                _ = pipe.Writer.FlushAsync().AsTask();
                return true;
            }
        }
        Account(bytes.Length, read: false);
        return true;
    }

    /// <summary>The end of the stream; with a failure, readers get that after what came before it.</summary>
    public void End(Exception? reason = null)
    {
        lock (gate)
        {
            if (ended)
                return;
            (ended, failure) = (true, reason);
            pipe.Writer.Complete();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(discarding, this);
        if (buffer.Length == 0)
            return 0;
        var result = await pipe.Reader.ReadAsync(cancellationToken);
        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var part = result.Buffer.Slice(0, count);
        part.CopyTo(buffer.Span);
        pipe.Reader.AdvanceTo(part.End);
        if (count == 0 && failure is not null)
            throw failure;
        Account(count, read: true);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read the guest's output with ReadAsync.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Discard();
        base.Dispose(disposing);
    }

    /// <summary>Nobody reads any more: what is here and what comes is dropped, and its program goes on.</summary>
    void Discard()
    {
        int unread;
        lock (gate)
        {
            if (discarding)
                return;
            discarding = true;
            unread = AgentWindow.Size - credit - consumed;
            pipe.Writer.Complete();
        }
        Account(unread, read: false);
    }

    /// <param name="count">Bytes that are done with.</param>
    /// <param name="read">Whether a reader took them, which does not count once they have been dropped.</param>
    void Account(int count, bool read)
    {
        int returned;
        lock (gate)
        {
            if (ended || (read && discarding))
                return;
            consumed += count;
            if (consumed < AgentWindow.Step)
                return;
            returned = consumed;
            consumed = 0;
            credit += returned;
        }
        // Not awaited: the reader has its bytes, and a guest that does not take the credit must not hold it up.
        _ = giveCredit(returned);
    }
}
