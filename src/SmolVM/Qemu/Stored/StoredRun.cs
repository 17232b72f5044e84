using SmolVM.Processes;

namespace SmolVM.Qemu.Stored;

/// <summary>The end of a running machine by force, and what it leaves then.</summary>
internal static class StoredRun
{
    /// <summary>Ends a machine, if it runs, of which nothing is wanted any more.</summary>
    public static async Task KillAsync(MachineFolder folder)
    {
        if (RunFile.ReadLiving(folder.Path) is not { } run)
            return;
        var process = new DetachedProcess(run.Pid, run.StartTime);
        process.Kill();
        await process.EndAsync();
        Remove(folder, run);
    }

    public static void Remove(MachineFolder folder, RunFile run)
    {
        File.Delete(Path.Combine(folder.Path, RunFile.FileName));
        // Somebody's sweep may have been faster.
        if (RunLock.TryTake(run.RunDirectory) is { } held)
        {
            using (held)
                RunRoot.Remove(run.RunDirectory);
        }
    }
}
