using System.Diagnostics;
using System.Globalization;

namespace SmolVM.Bench.Warm;

/// <summary>All rows in turns: what the host does besides falls on all of them alike.</summary>
/// <param name="rounds">How many turns each row gets.</param>
/// <param name="wanted">The rows' names; empty: all.</param>
sealed class WarmBenchmark(int rounds, IReadOnlyList<string> wanted)
{
    public async Task<IReadOnlyList<WarmLine>> RunAsync(CancellationToken cancellationToken)
    {
        await using var ground = new WarmGround();
        var rows = WarmRows.Of(ground, wanted);
        try
        {
            foreach (var (name, row) in rows)
                await TellAsync($"preparing {name}", () => row.PrepareAsync(cancellationToken));
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (name, row) in rows)
                    await TellAsync($"round {round + 1} of {rounds}, {name}", () => row.SampleAsync(round, cancellationToken));
            }
            return [.. rows.SelectMany(row => row.Row.Lines)];
        }
        finally
        {
            foreach (var (_, row) in rows)
                await row.EndAsync();
        }
    }

    static async Task TellAsync(string what, Func<Task> step)
    {
        var clock = Stopwatch.StartNew();
        await step();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {clock.Elapsed.TotalSeconds:0.0} s"));
    }
}
