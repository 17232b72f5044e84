using System.Buffers;
using System.IO.Pipelines;

namespace SmolVM.Guests;

/// <summary>Standard output or error of a program: holds at most one window, and gives credit as it is read.</summary>
/// <param name="giveCredit">Tells the agent that so many bytes more may come; does not throw.</param>
internal sealed class AgentOutputStream(Func<int, Task> giveCredit) : Stream
{
    readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false));
    readonly Lock gate = new();
    int credit = AgentWindow.Size;
    int consumed;
    bool ended;
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
            pipe.Writer.Write(bytes);
            // Without a threshold a flush never waits.
            _ = pipe.Writer.FlushAsync().AsTask();
            return true;
        }
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
        if (buffer.Length == 0)
            return 0;
        var result = await pipe.Reader.ReadAsync(cancellationToken);
        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var part = result.Buffer.Slice(0, count);
        part.CopyTo(buffer.Span);
        pipe.Reader.AdvanceTo(part.End);
        if (count == 0 && failure is not null)
            throw failure;
        Account(count);
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

    void Account(int count)
    {
        int returned;
        lock (gate)
        {
            consumed += count;
            if (ended || consumed < AgentWindow.Step)
                return;
            returned = consumed;
            consumed = 0;
            credit += returned;
        }
        // Not awaited: the reader has its bytes, and a guest that does not take the credit must not hold it up.
        _ = giveCredit(returned);
    }
}
