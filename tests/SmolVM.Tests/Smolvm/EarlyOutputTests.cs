using System.IO.Pipelines;
using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

public sealed class EarlyOutputTests
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(4);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 300_000)]
    public async Task Output_that_overtakes_the_word_that_the_command_runs_comes_whole()
    {
        var (pipe, known) = (Unbounded(), new TaskCompletionSource());
        var output = new EarlyOutput(pipe.Reader.AsStream(), Long);
        await pipe.Writer.WriteAsync(new byte[3 * EarlyOutput.Limit], Token);
        var reading = output.ReadUntilAsync(known.Task, Token);
        await pipe.Writer.CompleteAsync();

        known.SetResult();

        Assert.True(await reading);
        using var all = new MemoryStream();
        await output.CopyToAsync(all, Token);
        Assert.Equal(3 * EarlyOutput.Limit, all.Length);
    }

    [Fact(Timeout = 300_000)]
    public async Task A_program_that_talks_for_ever_and_never_says_that_the_command_runs_is_given_up()
    {
        var pipe = Unbounded();
        await pipe.Writer.WriteAsync(new byte[2 * EarlyOutput.Limit], Token);

        var stayed = await new EarlyOutput(pipe.Reader.AsStream(), TimeSpan.FromMilliseconds(10))
            .ReadUntilAsync(new TaskCompletionSource().Task, Token);

        Assert.False(stayed);
    }

    static Pipe Unbounded() => new(new PipeOptions(pauseWriterThreshold: 0));
}
