using SmolVM.Machines;

namespace SmolVM.Bench.Warm;

/// <summary>Clones started at once, until the last of them has run a program.</summary>
sealed class EightRow(WarmGround ground) : WarmRow
{
    const int Clones = 8;

    readonly Series all = new("8 clones started at once until all have answered", "ms", Wanted.AtMost(4000));

    public override IEnumerable<WarmLine> Lines => all.Lines;

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        var starts = new List<Task<Machine>>();
        try
        {
            await all.TimeAsync(() =>
            {
                starts.AddRange(Enumerable.Range(0, Clones).Select(_ => ground.StartAsync(ground.Engine, cancellationToken)));
                return Task.WhenAll(starts);
            });
        }
        finally
        {
            foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
                await (await start).DisposeAsync();
        }
    }
}
