using SmolVM.Processes;

namespace SmolVM.Qemu.Stored;

/// <summary>What a running machine leaves when its process has ended.</summary>
internal static class StoredRun
{
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
