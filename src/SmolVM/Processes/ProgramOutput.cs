using System.Diagnostics;

namespace SmolVM.Processes;

/// <summary>
/// Reads a program's standard output or error. A daemon that the program left behind may hold the pipe open for ever, so once the program
/// has ended, reads may wait for <paramref name="grace"/> in all, and get no more than a pipe can hold; then the stream ends. The time
/// that the reader itself needs does not count.
/// </summary>
internal sealed class ProgramOutput(Stream pipe, TimeSpan grace) : Stream
{
    /// <summary>The most that Linux lets a pipe hold: what comes beyond it after the program's end is not the program's.</summary>
    int _rest = 1 << 20;

    readonly Lock _gate = new();
    readonly Stopwatch _waited = new();
    readonly CancellationTokenSource _spent = new();
    bool _ended;
    bool _reading;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void ProgramEnded()
    {
        lock (_gate)
        {
            _ended = true;
            if (_reading)
                StartClock();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var afterEnd = SetReading(true);
        if (afterEnd)
            buffer = buffer[..Math.Min(buffer.Length, _rest)];
        try
        {
            var count = buffer.IsEmpty ? 0 : await ReadPipeAsync(buffer, cancellationToken);
            if (afterEnd)
                _rest -= count;
            return count;
        }
        finally
        {
            SetReading(false);
        }
    }

    async ValueTask<int> ReadPipeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _spent.Token);
        try
        {
            return await pipe.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // On a busy host the clock can run out although bytes are waiting.
            return PipeState.IsReadable(pipe) ? await pipe.ReadAsync(buffer, cancellationToken) : 0;
        }
    }

    /// <summary>Whether the program has ended.</summary>
    bool SetReading(bool reading)
    {
        lock (_gate)
        {
            _reading = reading;
            if (_ended && reading)
                StartClock();
            else if (_ended)
                StopClock();
            return _ended;
        }
    }

    void StartClock()
    {
        var left = grace - _waited.Elapsed;
        _waited.Start();
        _spent.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    void StopClock()
    {
        _waited.Stop();
        _spent.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    // The pipe is not closed by a reader that disposes its stream: the rest is still read, or the program would die of SIGPIPE.
    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
