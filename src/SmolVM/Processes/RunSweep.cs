using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>Removes what owners left that had no chance to clean up: hypervisors that still run, and their run directories.</summary>
internal static class RunSweep
{
    /// <summary>How long a hypervisor may take to end after SIGKILL.</summary>
    static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <summary>A directory without a lock whose making or deletion takes longer than this was given up.</summary>
    static readonly TimeSpan HandlingLimit = TimeSpan.FromMinutes(10);

    /// <summary>By then a directory that is being made has its lock.</summary>
    static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(1);

    /// <summary>Looks at every run directory. Those of living owners, of this process, of other users, and links are left alone.</summary>
    /// <exception cref="SmolVmException">A hypervisor did not end.</exception>
    public static async Task SweepAsync(RunRoot root, CancellationToken cancellationToken = default)
    {
        foreach (var folder in new DirectoryInfo(root.Path).EnumerateDirectories())
        {
            if (FileOwner.IsOwnDirectory(folder.FullName) && !IsUnderHands(folder, LockLimit) && !Lives(OwnerRecord.Read(folder.FullName)))
                await SweepAsync(folder, cancellationToken);
        }
    }

    static bool IsUnderHands(DirectoryInfo folder, TimeSpan limit) =>
        folder.Name.StartsWith(RunRoot.UnderHands, StringComparison.Ordinal) && DateTime.UtcNow - folder.LastWriteTimeUtc < limit;

    /// <summary>The lock decides; this is asked as well because a variable of .NET can switch file locks off.</summary>
    static bool Lives(OwnerRecord? record) => record is { Detached: true } ? record.HypervisorLives : record is { OwnerLives: true };

    static async Task SweepAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var held = IsUnderHands(folder, HandlingLimit)
            ? RunLock.TryTakeExisting(folder.FullName)
            : RunLock.TryTake(folder.FullName);
        if (held is null)
            return;
        var record = OwnerRecord.Read(folder.FullName);
        // Before the lock was had its owner may have let go of a machine that goes on, and have ended.
        if (Lives(record))
            return;
        foreach (var hypervisor in Hypervisors(folder.Name, record))
            await EndAsync(hypervisor, folder.Name, cancellationToken);
        RunRoot.Remove(folder.FullName);
    }

    /// <summary>
    /// The recorded one, and one that was started but not yet recorded when the owner died: the leader of a session, left to pid 1.
    /// Either must have the run id in its command line.
    /// </summary>
    static IEnumerable<ProcessStat> Hypervisors(string runId, OwnerRecord? record) => ProcessStat.All().Where(process =>
        (IsRecorded(process, record) || process is { IsLeader: true, Parent: 1 })
        && process.Pid != Environment.ProcessId
        && process.CommandLine().Contains(runId, StringComparison.Ordinal));

    static bool IsRecorded(ProcessStat process, OwnerRecord? record) =>
        process.Pid == record?.HypervisorPid && process.StartTime == record.HypervisorStartTime;

    static async Task EndAsync(ProcessStat hypervisor, string runId, CancellationToken cancellationToken)
    {
        ProcessTree.Kill([hypervisor]);
        // Not a child of this process, so nothing tells its end but a look.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(KillLimit);
        try
        {
            while (hypervisor.IsStillThere())
                await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmolVmException(ErrorCodes.MachineLost,
                $"Waited {KillLimit.TotalSeconds} s for process {hypervisor.Pid} of the lost machine '{runId}' to end after SIGKILL. "
                + $"See what it hangs in: cat /proc/{hypervisor.Pid}/stack");
        }
    }
}
