using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmolVM.Run;

/// <summary>
/// A descriptor as it is. Streams of <see cref="Console"/> edit lines at a terminal and say nothing when nobody reads any more; those of
/// files keep a position of their own, and standard output and error may be one file.
/// </summary>
sealed partial class DescriptorStream(int descriptor) : Stream
{
    /// <summary>The number in an <see cref="IOException"/> where nobody reads any more.</summary>
    public const int BrokenPipe = 32;

    const int Interrupted = 4;
    const int NotNow = 11;
    const short ForRead = 1;
    const short ForWrite = 4;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var count = read(descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (count >= 0)
                return (int)count;
            WaitOrThrow(ForRead);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = write(descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (count >= 0)
                buffer = buffer[(int)count..];
            else
                WaitOrThrow(ForWrite);
        }
    }

    // A read that has begun cannot be taken back; whoever waits for it goes on without it.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await Task.Run(() => Read(buffer.Span), cancellationToken).WaitAsync(cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await Task.Run(() => Write(buffer.Span), cancellationToken).WaitAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    void WaitOrThrow(short events)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == NotNow)
        {
            // Somebody who shares the terminal or pipe has made it so.
            var wanted = new Wanted { Descriptor = descriptor, Events = events };
            _ = poll(ref wanted, 1, -1);
        }
        else if (error != Interrupted)
        {
            throw new IOException($"Standard stream {descriptor}: {new Win32Exception(error).Message}", error);
        }
    }

    struct Wanted
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

#pragma warning disable IDE1006 // The names are the C library's.
    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, ref byte buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, ref byte buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(ref Wanted wanted, nuint count, int milliseconds);
#pragma warning restore IDE1006
}
