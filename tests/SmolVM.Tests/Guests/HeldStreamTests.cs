using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

public sealed class HeldStreamTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_pipe_that_is_closed_because_the_program_ended_is_a_broken_pipe()
    {
        await using var held = new HeldStream();
        var pipe = new MemoryStream();
        await pipe.DisposeAsync();
        _ = held.HoldAsync(pipe, Token);

        await Assert.ThrowsAsync<IOException>(async () => await held.WriteAsync(new byte[1], Token));
    }

    [Fact(Timeout = 30_000)]
    public async Task Reading_waits_for_the_stream_and_lets_it_go_at_its_end()
    {
        await using var held = new HeldStream();
        var read = held.ReadAsync(new byte[10], Token).AsTask();
        Assert.False(read.IsCompleted);

        var hold = held.HoldAsync(new MemoryStream(new byte[3]), Token);

        Assert.Equal(3, await read);
        Assert.False(hold.IsCompleted);
        Assert.Equal(0, await held.ReadAsync(new byte[10], Token));
        await hold;
    }

    [Fact(Timeout = 30_000)]
    public async Task Disposal_lets_the_stream_go()
    {
        var held = new HeldStream();
        var hold = held.HoldAsync(new MemoryStream(), Token);

        await held.DisposeAsync();

        await hold;
    }
}
