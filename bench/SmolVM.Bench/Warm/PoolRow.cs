using SmolVM.Machines;

namespace SmolVM.Bench.Warm;

/// <summary>A machine out of a pool that has one ready, which makes the next one ready meanwhile.</summary>
sealed class PoolRow : WarmRow, IAsyncDisposable
{
    readonly Series taking = new("pool: take → first exec, one overlay mount", "ms");
    readonly MachineOptions options;
    readonly MachinePool pool;

    public PoolRow(WarmGround ground) => (options, pool) = (ground.Mounted, new MachinePool(ground.Engine));

    public override IEnumerable<WarmLine> Lines => taking.Lines;

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        await pool.PrepareAsync(options, cancellationToken);
        Machine? machine = null;
        try
        {
            await taking.TimeAsync(async () =>
            {
                machine = await pool.TakeAsync(options, cancellationToken);
                (await machine.ExecAsync(WarmGround.True, null, cancellationToken)).EnsureSuccess();
            });
        }
        finally
        {
            await (machine?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        // It would run beside the next row.
        await pool.PrepareAsync(options, cancellationToken);
    }

    public override ValueTask EndAsync() => DisposeAsync();

    public ValueTask DisposeAsync() => pool.DisposeAsync();
}
