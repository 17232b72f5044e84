using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Bench.Warm;

/// <summary>From the call of the engine to the end of the first program: as a clone, booted cold, and by the naive command.</summary>
sealed class StartRow(WarmGround ground) : WarmRow
{
    // It takes as long as fifteen clones, and hardly varies.
    const int NaiveEvery = 3;

    readonly QemuEngine cold = new(
        new CommandRunner(), SmolCache.Open(), Environment.GetEnvironmentVariable("SMOLVM_ACCEL"), askedTemplates: "off");

    readonly Series clone = new("start → first exec, warm, one overlay mount", "ms", Wanted.AtMost(400));
    readonly Series booted = new("the same, booted cold (SMOLVM_TEMPLATES=off)", "ms");
    readonly Series naive = new("start → first exec, naive command", "ms");

    public override IEnumerable<WarmLine> Lines =>
    [
        .. clone.Lines, .. booted.Lines, .. naive.Lines,
        .. WarmLine.Ratio("warm start against the naive command", naive, clone, Wanted.AtLeast(25)),
    ];

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ground.BootAsync(cancellationToken);
        await using (await ground.StartAsync(ground.Engine, cancellationToken))
        {
            // The template is there now.
        }
    }

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        await SampleAsync(clone, ground.Engine, cancellationToken);
        await SampleAsync(booted, cold, cancellationToken);
        if (round % NaiveEvery == 0)
            await SampleNaiveAsync(cancellationToken);
    }

    async Task SampleAsync(Series series, QemuEngine engine, CancellationToken cancellationToken)
    {
        Machine? machine = null;
        await series.TimeAsync(async () => machine = await ground.StartAsync(engine, cancellationToken));
        await machine!.DisposeAsync();
    }

    async Task SampleNaiveAsync(CancellationToken cancellationToken)
    {
        var boot = await ground.BootAsync(cancellationToken);
        QemuMachine? machine = null;
        try
        {
            await naive.TimeAsync(async () =>
            {
                machine = await boot.StartAsync(new MachineOptions { Name = "bench-naive" }, boot.Base, boot.NaiveArgv, cancellationToken);
                (await machine.Channel.ExecAsync(WarmGround.True, null, cancellationToken)).EnsureSuccess();
            });
        }
        finally
        {
            await (machine?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
