using Microsoft.Build.Framework;
using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build.Stored;

/// <summary>Says what there is of the machine of a project.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolStatus : MachineTask
{
    /// <summary>Whether it is an error when the machine does not run, and nothing is said when it does.</summary>
    public bool MustRun { get; set; }

    /// <summary>The machine with the metadata of <see cref="MachineItem"/>; null when there is none.</summary>
    [Output]
    public ITaskItem? Status { get; set; }

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var machine = await Stored.FindAsync(MachineName, cancellationToken);
        if (MustRun && machine is not { State: MachineState.Running })
            throw new SmolVmException(
                ErrorCodes.StoredMachine,
                (machine is null ? $"There is no machine '{MachineName}'." : $"The machine '{MachineName}' is stopped.")
                + " Start it: dotnet build -t:SmolUp");
        Status = machine is null ? null : MachineItem.Of(machine);
        if (MustRun)
            return;
        foreach (var line in machine is null ? [$"there is no machine {MachineName}"] : MachineItem.Lines(machine))
            log.Report(line);
        if (machine?.MissingFolders is { Count: > 0 } missing)
            Log.LogWarning(
                null, ErrorCodes.FolderMissing, null, ErrorPage.Link(ErrorPages, ErrorCodes.FolderMissing), ProjectFile, 0, 0, 0, 0,
                $"Shared folder is missing on your machine: {string.Join(", ", missing)}. "
                + "Create it again, or delete the machine: dotnet build -t:SmolDown");
    }
}
