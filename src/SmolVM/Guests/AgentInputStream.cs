namespace SmolVM.Guests;

/// <summary>Standard input of a program, or what a connection is told: a write waits until the guest has room for it.</summary>
/// <param name="reader">What messages call the one who reads it: <c>the standard input of 'cat'</c>.</param>
/// <param name="send">Sends a part, or with true the end.</param>
internal sealed class AgentInputStream(string reader, Func<ReadOnlyMemory<byte>, bool, CancellationToken, Task> send) : Stream
{
    readonly Lock gate = new();
    int credit = AgentWindow.Size;
    TaskCompletionSource? creditCame;
    Exception? closed;
    bool disposed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void AddCredit(int count)
    {
        lock (gate)
        {
            credit = Math.Min(credit + count, AgentWindow.Size);
            creditCame?.TrySetResult();
            creditCame = null;
        }
    }

    /// <summary>The program has ended, or closed its end.</summary>
    public void Refuse() => Close(new IOException($"Nobody reads {reader} in the guest any more."));

    public void Close(Exception reason)
    {
        lock (gate)
        {
            closed ??= reason;
            creditCame?.TrySetResult();
            creditCame = null;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var count = await TakeCreditAsync(Math.Min(buffer.Length, AgentFrame.MaxPayload), cancellationToken);
            await send(buffer[..count], false, cancellationToken);
            buffer = buffer[count..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Write the guest's input with WriteAsync.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await EndAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ = EndAsync();
        base.Dispose(disposing);
    }

    async Task EndAsync()
    {
        lock (gate)
        {
            if (disposed || closed is not null)
                return;
            disposed = true;
            closed = new ObjectDisposedException(nameof(AgentInputStream), $"This side has closed {reader}.");
        }
        try
        {
            await send(ReadOnlyMemory<byte>.Empty, true, CancellationToken.None);
        }
        catch (GuestLostException)
        {
            // The program's end says it.
        }
    }

    async ValueTask<int> TakeCreditAsync(int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task came;
            lock (gate)
            {
                if (closed is not null)
                    throw closed;
                if (credit > 0)
                {
                    var taken = Math.Min(credit, wanted);
                    credit -= taken;
                    return taken;
                }
                creditCame ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                came = creditCame.Task;
            }
            await came.WaitAsync(cancellationToken);
        }
    }
}
