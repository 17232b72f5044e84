using SmolVM.Errors;
using SmolVM.Processes;

namespace SmolVM.Qemu.Stored;

/// <summary>A hypervisor that is no child of this process: nothing tells its end but a look.</summary>
internal sealed class DetachedProcess(int pid, long startTime)
{
    static readonly TimeSpan TermDeadline = TimeSpan.FromSeconds(2);
    static readonly TimeSpan KillDeadline = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public bool IsAlive => ProcessStat.OfLiving(pid)?.StartTime == startTime;

    /// <summary>Waits for its end; says whether it came.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            while (IsAlive)
                await Task.Delay(Interval, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return !IsAlive;
        }
    }

    /// <summary>SIGTERM, then SIGKILL; comes back when it has ended.</summary>
    /// <exception cref="SmolVmException">It does not end.</exception>
    public async Task EndAsync()
    {
        Send(Signals.Term);
        if (await EndsWithinAsync(TermDeadline, CancellationToken.None))
            return;
        Kill();
        if (!await EndsWithinAsync(KillDeadline, CancellationToken.None))
            throw new SmolVmException(
                ErrorCodes.MachineLost,
                $"Waited {KillDeadline.TotalSeconds:0} s for QEMU, process {pid}, to end after SIGKILL. See what it hangs in: cat /proc/{pid}/stack");
    }

    public void Kill() => Send(Signals.Kill);

    void Send(int signal)
    {
        if (IsAlive)
            Signals.Send(pid, signal);
    }
}
