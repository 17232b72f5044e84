using System.Diagnostics;
using SmolVM.Machines;

namespace SmolVM.Bench.Warm;

/// <summary>A clone of a machine that runs, with one overlay mount, and the first program in it.</summary>
sealed class CloneRow(WarmGround ground) : WarmRow
{
    readonly Series whole = new("clone of a running machine → first exec in it", "ms");
    readonly Series freezing = new("of it freezing (the machine goes on then)", "ms");
    Machine? source;

    public override IEnumerable<WarmLine> Lines => [.. whole.Lines, .. freezing.Lines];

    public override async Task PrepareAsync(CancellationToken cancellationToken) =>
        source = await ground.StartAsync(ground.Engine, cancellationToken);

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var frozen = await source!.FreezeAsync(cancellationToken);
        freezing.Add(clock.Elapsed.TotalMilliseconds);
        await using var clone = await frozen.StartAsync(cancellationToken: cancellationToken);
        (await clone.ExecAsync(WarmGround.True, null, cancellationToken)).EnsureSuccess();
        whole.Add(clock.Elapsed.TotalMilliseconds);
    }

    public override ValueTask EndAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
