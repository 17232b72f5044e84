using Microsoft.Build.Framework;

namespace SmolVM.Build.Stored;

/// <summary>Packs a machine that is there already and goes on being there: one of SmolUp, or one of the smolvm program.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolPackFromVm : MachineTask
{
    /// <summary>The full path of the <c>.smolmachine</c> file to write.</summary>
    [Required]
    public string Output { get; set; } = "";

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        MachineEngines.EnsureKnown(Engine);
        var output = OutputFile.Check(Output);
        var (engine, reason) = await MachineEngines.ChooseAsync(await WhoseAsync(cancellationToken), null, log, cancellationToken);
        log.Engine(reason);
        log.Report($"Packing {MachineName} to {output}");
        await engine.PackAsync(MachineName, output, log, cancellationToken);
    }

    // A machine that a build of ours made is meant, whatever else could run machines here.
    async Task<string> WhoseAsync(CancellationToken cancellationToken)
    {
        var asked = Engine.Length > 0 ? Engine : Environment.GetEnvironmentVariable("SMOLVM_ENGINE");
        if (asked is not (null or "" or "auto"))
            return asked;
        return await MachineEngines.Stored("qemu").FindAsync(MachineName, cancellationToken) is null ? "auto" : "qemu";
    }
}
