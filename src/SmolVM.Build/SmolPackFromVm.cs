using Microsoft.Build.Framework;
using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build;

/// <summary>Packs a machine that is there already and goes on being there.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolPackFromVm : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    readonly CancellationTokenSource cancelled = new();

    /// <summary>What the engine calls the machine.</summary>
    [Required]
    public string Machine { get; set; } = "";

    /// <summary>As <see cref="SmolPack.Engine"/>.</summary>
    public string Engine { get; set; } = "";

    /// <summary>As <see cref="SmolPack.Output"/>.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>The full path of the project: errors point at it.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>As <see cref="SmolPack.ErrorPages"/>.</summary>
    public string ErrorPages { get; set; } = "";

    /// <summary>Gives the pack up; the machine stays as it is.</summary>
    public void Cancel() => cancelled.Cancel();

    /// <summary>Makes the pack.</summary>
    /// <returns>Whether it was made.</returns>
    public override bool Execute()
    {
        try
        {
            Task.Run(() => PackAsync(cancelled.Token)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (cancelled.IsCancellationRequested && e is OperationCanceledException or SmolVmException)
        {
            Log.LogMessage(MessageImportance.High, "SmolPackFromVm was cancelled: no pack was written.");
            return false;
        }
        catch (Exception e) when ((e as SmolVmException ?? FileFailure.Of(e)) is { } failure)
        {
            ErrorPage.Report(Log, failure, ProjectFile, ErrorPages);
        }
        return !Log.HasLoggedErrors;
    }

    /// <summary>Called by the build when the task is over.</summary>
    public void Dispose() => cancelled.Dispose();

    async Task PackAsync(CancellationToken cancellationToken)
    {
        MachineEngines.EnsureKnown(Engine);
        var output = OutputFile.Check(Output);
        var log = new BuildLog(Log);
        var options = new MachineOptions { Stored = await IsStoredAsync(cancellationToken) };
        var (engine, reason) = await MachineEngines.ChooseAsync(Engine, options, log, cancellationToken);
        log.Engine(reason);
        log.Report($"Packing {Machine} to {output}");
        await engine.PackAsync(Machine, output, log, cancellationToken);
    }

    // Where several engines could be chosen, the one that has the machine.
    async Task<bool> IsStoredAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await MachineEngines.Stored(Engine).FindAsync(Machine, cancellationToken) is not null;
        }
        catch (SmolVmException)
        {
            // The engine has none, or none of ours can have such a name.
            return false;
        }
    }
}
