using Microsoft.Build.Framework;
using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build.Stored;

/// <summary>What the tasks have in common that work with the machine of a project, which outlives the build.</summary>
public abstract class MachineTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    readonly CancellationTokenSource cancelled = new();

    /// <summary>The full path of the project: errors point at it, and the machine's name comes from it.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The machine's name; when empty one that is made of the project's name and a hash of its path.</summary>
    public string Machine { get; set; } = "";

    /// <summary><c>auto</c> or the name of an engine; the environment's <c>SMOLVM_ENGINE</c>, or <c>auto</c>, when empty.</summary>
    public string Engine { get; set; } = "";

    /// <summary>Where the pages about error codes are: a URL or a directory, with a slash at its end; no links when empty.</summary>
    public string ErrorPages { get; set; } = "";

    /// <summary>The machine's name.</summary>
    [Output]
    public string MachineName => Machine.Length > 0 ? Machine : ProjectMachine.Name(ProjectFile);

    /// <summary>Ends what the task waits for.</summary>
    public void Cancel() => cancelled.Cancel();

    /// <summary>Does it.</summary>
    /// <returns>Whether it was done.</returns>
    public override bool Execute()
    {
        try
        {
            Task.Run(() => RunAsync(new BuildLog(Log), cancelled.Token)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (cancelled.IsCancellationRequested && e is OperationCanceledException or SmolVmException)
        {
            Log.LogMessage(MessageImportance.High, $"{GetType().Name} was cancelled.");
            return false;
        }
        catch (Exception e) when ((e as SmolVmException ?? FileFailure.Of(e)) is { } failure)
        {
            ErrorPage.Report(Log, failure, ProjectFile, ErrorPages);
        }
        return !Log.HasLoggedErrors;
    }

    /// <summary>Called by the build when the task is over.</summary>
    public void Dispose()
    {
        cancelled.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task RunAsync(BuildLog log, CancellationToken cancellationToken);

    private protected IStoredMachines Stored => MachineEngines.Stored(Engine);
}
