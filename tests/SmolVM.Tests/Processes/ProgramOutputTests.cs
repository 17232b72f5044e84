using System.IO.Pipes;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class ProgramOutputTests : IDisposable
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly AnonymousPipeServerStream _writer = new(PipeDirection.Out);
    readonly AnonymousPipeClientStream _reader;

    public ProgramOutputTests() => _reader = new AnonymousPipeClientStream(PipeDirection.In, _writer.ClientSafePipeHandle);

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    ProgramOutput Ended(TimeSpan grace)
    {
        var output = new ProgramOutput(_reader, grace);
        output.ProgramEnded();
        return output;
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_that_wait_in_the_pipe_are_read_even_when_the_clock_has_run_out()
    {
        var output = Ended(TimeSpan.Zero);
        Assert.Equal(0, await output.ReadAsync(new byte[10], Token));
        await _writer.WriteAsync("ab"u8.ToArray(), Token);

        var read = await output.ReadAsync(new byte[10], Token);

        Assert.Equal((2, 0), (read, await output.ReadAsync(new byte[10], Token)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Read_that_waits_when_the_program_ends_is_ended_after_the_grace()
    {
        var output = new ProgramOutput(_reader, TimeSpan.FromMilliseconds(100));
        var read = output.ReadAsync(new byte[10], Token);

        output.ProgramEnded();

        Assert.Equal(0, await read);
    }

    [Fact(Timeout = 30_000)]
    public async Task Grace_is_not_begun_anew_by_each_read()
    {
        var output = Ended(TimeSpan.FromMilliseconds(300));
        using var stop = new CancellationTokenSource();
        var daemon = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await _writer.WriteAsync("x"u8.ToArray());
                await Task.Delay(50);
            }
        }, Token);

        var copied = new MemoryStream();
        await output.CopyToAsync(copied, Token);

        await stop.CancelAsync();
        await daemon;
        Assert.InRange(copied.Length, 1, 20);
    }

    [Fact(Timeout = 30_000)]
    public async Task Endless_writer_adds_no_more_than_a_pipe_holds()
    {
        var output = new ProgramOutput(new Zeros(), TimeSpan.FromHours(1));
        output.ProgramEnded();
        var copied = new MemoryStream();

        await output.CopyToAsync(copied, Token);

        Assert.Equal(1 << 20, copied.Length);
    }

    [Fact(Timeout = 30_000)]
    public async Task Readers_token_is_told_from_the_end_of_the_stream()
    {
        var output = Ended(TimeSpan.FromHours(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => output.ReadAsync(new byte[1], new CancellationToken(true)).AsTask());
    }

    sealed class Zeros : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}
