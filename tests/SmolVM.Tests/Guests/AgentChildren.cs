namespace SmolVM.Tests.Guests;

/// <summary>What the host's kernel says of processes; a zombie is no process any more.</summary>
static class AgentChildren
{
    public static bool IsAlive(int pid) => State(pid) is not (null or 'Z' or 'X');

    public static IEnumerable<int> Of(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(int.Parse)
            .Where(IsAlive);

    public static long ResidentBytes(int pid) =>
        long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], null) * Environment.SystemPageSize;

    /// <summary>Waits until the kernel has ended a process that was killed; the test's time-out is the limit.</summary>
    public static async Task GoneAsync(int pid)
    {
        while (IsAlive(pid))
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the parent of a process has heard of its end.</summary>
    public static async Task ReapedAsync(int pid)
    {
        while (State(pid) is not null)
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    public static async Task StoppedAsync(int pid)
    {
        while (State(pid) is not 'T')
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    static char? State(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }
}
