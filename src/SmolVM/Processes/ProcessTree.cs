namespace SmolVM.Processes;

/// <summary>The descendants of a process.</summary>
internal static class ProcessTree
{
    /// <summary>
    /// Those that the process has now (Linux; none elsewhere). Taken before a signal, for a process whose parent has ended
    /// has another parent and is not found any more.
    /// </summary>
    public static IReadOnlyList<ProcessStat> Below(int pid) => Below(pid, ProcessStat.All());

    /// <summary>Of a given set of processes, those below one of them.</summary>
    public static IReadOnlyList<ProcessStat> Below(int pid, IReadOnlyList<ProcessStat> processes)
    {
        var children = processes.ToLookup(process => process.Parent);
        var found = new List<ProcessStat>();
        var open = new Queue<int>([pid]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                open.Enqueue(child.Pid);
            }
        }
        return found;
    }

    /// <summary>What runs in the session that a program was the leader of; its id stays taken while there is anything.</summary>
    public static IReadOnlyList<ProcessStat> InSession(int leader) => [.. ProcessStat.All().Where(process => process.Session == leader)];

    /// <summary>Kills those that still run; another process that got the id of one is left alone.</summary>
    public static void Kill(IEnumerable<ProcessStat> processes)
    {
        foreach (var process in processes.Where(process => process.IsStillThere()))
            Signals.Send(process.Pid, Signals.Kill);
    }
}
