using Microsoft.Build.Framework;

namespace SmolVM.Build.Stored;

/// <summary>Ends the machine of a project, and removes it unless its disk is to be kept.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolDown : MachineTask
{
    /// <summary>Whether the machine is only stopped: <c>true</c> or <c>false</c> (when empty).</summary>
    public string KeepDisk { get; set; } = "";

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        var keep = PropertyText.Boolean("SmolKeepDisk", KeepDisk) ?? false;
        log.Report(await (keep ? StopAsync(log, cancellationToken) : DeleteAsync(log, cancellationToken)));
    }

    async Task<string> StopAsync(BuildLog log, CancellationToken cancellationToken)
    {
        if (await Stored.FindAsync(MachineName, cancellationToken) is null)
            return $"there is no machine {MachineName}";
        await Stored.StopAsync(MachineName, log, cancellationToken);
        return $"machine {MachineName} is stopped, and its disk is kept";
    }

    // Without a look at it before: one whose description cannot be read must go too.
    async Task<string> DeleteAsync(BuildLog log, CancellationToken cancellationToken) =>
        await Stored.DeleteAsync(MachineName, log, cancellationToken)
            ? $"machine {MachineName} is deleted"
            : $"there is no machine {MachineName}";
}
