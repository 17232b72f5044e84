using Microsoft.Build.Framework;
using SmolVM.Errors;

namespace SmolVM.Build;

/// <summary>Waits until no other build packs this project, and keeps others waiting until <see cref="SmolEndTurn"/>.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolTakeTurn : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    readonly CancellationTokenSource cancelled = new();

    /// <summary>The full path of the file that is locked; it is made, and stays.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>The full path of the project: errors point at it.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>As <see cref="SmolPack.ErrorPages"/>.</summary>
    public string ErrorPages { get; set; } = "";

    /// <summary>Ends the wait.</summary>
    public void Cancel() => cancelled.Cancel();

    /// <summary>Takes the turn.</summary>
    /// <returns>Whether this build has it.</returns>
    public override bool Execute()
    {
        try
        {
            // The build's end disposes it too, so that a build that fails keeps nobody waiting.
            BuildEngine4.RegisterTaskObject(Key(File), PackTurn.TryTake(File) ?? Wait(), RegisteredTaskObjectLifetime.Build, false);
        }
        catch (OperationCanceledException)
        {
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

    internal static string Key(string file) => $"{typeof(PackTurn).FullName}:{file}";

    // Who has the turn may be another project of this very build, on this very node: it must be let on meanwhile.
    PackTurn Wait()
    {
        Log.LogMessage(MessageImportance.High, $"  Waiting for another build that packs {Path.GetFileNameWithoutExtension(ProjectFile)}.");
        BuildEngine3.Yield();
        try
        {
            return Task.Run(() => PackTurn.WaitAsync(File, cancelled.Token)).GetAwaiter().GetResult();
        }
        finally
        {
            BuildEngine3.Reacquire();
        }
    }
}
