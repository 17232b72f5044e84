using SmolVM.Processes;

namespace SmolVM.Bench.Warm;

/// <summary>What a clone takes of the host's memory for itself.</summary>
sealed class MemoryRow(WarmGround ground) : WarmRow
{
    readonly Series ready = new("private memory of an idle clone", "MiB", Wanted.AtMost(64));
    readonly Series anonymous = new("of it QEMU's own and what the guest has written (anonymous)", "MiB");
    readonly Series used = new("private memory after the first exec", "MiB");

    public override IEnumerable<WarmLine> Lines => [.. ready.Lines, .. anonymous.Lines, .. used.Lines];

    public override async Task SampleAsync(int round, CancellationToken cancellationToken)
    {
        await using var machine = await ground.Engine.StartAsync(ground.Mounted, Bench.Lines.OnError, cancellationToken);
        var path = $"/proc/{ProcessOf(machine.Name)}/smaps_rollup";
        var idle = await File.ReadAllTextAsync(path, cancellationToken);
        ready.Add(MemoryUse.MiB(idle, MemoryUse.PrivateDirty));
        anonymous.Add(MemoryUse.MiB(idle, MemoryUse.Anonymous));
        (await machine.ExecAsync(WarmGround.True, null, cancellationToken)).EnsureSuccess();
        used.Add(MemoryUse.MiB(await File.ReadAllTextAsync(path, cancellationToken), MemoryUse.PrivateDirty));
    }

    static int ProcessOf(string machine) =>
        ProcessStat.All().Single(process => process.CommandLine().Contains($"\0-name\0{machine}\0", StringComparison.Ordinal)).Pid;
}
