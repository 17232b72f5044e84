using Microsoft.Build.Framework;
using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build;

/// <summary>Boots a machine, runs the project's provisioning commands in it, packs it and ends it.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class SmolPack : Microsoft.Build.Utilities.Task, IMachineProperties, ICancelableTask, IDisposable
{
    readonly CancellationTokenSource cancelled = new();

    /// <summary>Ends the machine; what it takes to end it is waited for in <see cref="Execute"/>.</summary>
    public void Cancel() => cancelled.Cancel();

    /// <summary>Makes the pack.</summary>
    /// <returns>Whether it was made.</returns>
    public override bool Execute()
    {
        try
        {
            Task.Run(() => PackAsync(cancelled.Token)).GetAwaiter().GetResult();
        }
        // A machine that is ended under a running command fails in many ways; when it was us, none of them is news.
        catch (Exception e) when (cancelled.IsCancellationRequested && e is OperationCanceledException or SmolVmException)
        {
            Log.LogMessage(MessageImportance.High, "SmolPack was cancelled: the machine is gone and no pack was written.");
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
        cancellationToken.ThrowIfCancellationRequested();
        var begun = DateTime.UtcNow;
        var request = PackRequest.From(this);
        var log = new BuildLog(Log);
        var (engine, reason) = await MachineEngines.ChooseAsync(request.Engine, request.Machine, log, cancellationToken);
        log.Engine(reason);
        EnsurePacks(engine);

        await using var machine = await engine.StartAsync(request.Machine, log, cancellationToken);
        log.CommandLine(machine.Argv);
        await new Provisioning(machine, log).RunAsync(request.Commands, cancellationToken);
        log.Report($"Packing {machine.Name} to {request.Output}");
        await machine.PackAsync(request.Output, cancellationToken);
        // A file that was changed meanwhile is newer than its pack, whether the machine has seen the change or not.
        File.SetLastWriteTimeUtc(request.Output, begun);
    }

    static void EnsurePacks(IMachineEngine engine)
    {
        if (!engine.Capabilities.HasFlag(EngineCapabilities.Packs))
            throw new SmolVmException(ErrorCodes.NoEngine, $"The engine '{engine.Name}' cannot pack machines. Set SmolEngine to qemu.");
    }
}
