using System.Globalization;

namespace SmolVM.Processes;

/// <summary>
/// The fields of <c>/proc/PID/stat</c> that tell one process from another (Linux). The start time is in clock ticks since the boot
/// (field 22): with the id it names a process for good, for ids are used again.
/// </summary>
internal sealed record ProcessStat(int Pid, char State, int Parent, int Session, long StartTime)
{
    /// <summary>
    /// A process that waits to be reaped is dead, though it has an id: under a pid 1 that does not reap it stays for ever.
    /// </summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x');

    public bool IsLeader => Session == Pid;

    /// <summary>Whether this very process lives, not another that got its id.</summary>
    public bool IsStillThere() => OfLiving(Pid)?.StartTime == StartTime;

    /// <summary>The arguments, each followed by a NUL; empty when the process has ended or is another user's that hides it.</summary>
    public string CommandLine()
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}/cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Reads the line of the kernel. The program's name in it may hold blanks and parentheses.</summary>
    public static ProcessStat Parse(string line)
    {
        var nameEnd = line.LastIndexOf(')');
        var fields = line[(nameEnd + 2)..].Split(' ');
        var startTime = long.Parse(fields[19], CultureInfo.InvariantCulture);
        return new ProcessStat(Number(line[..line.IndexOf(' ')]), fields[0][0], Number(fields[1]), Number(fields[3]), startTime);
    }

    /// <summary>The process of that id, dead ones not counted; null when there is none or the system has no /proc.</summary>
    public static ProcessStat? OfLiving(int pid)
    {
        try
        {
            var stat = Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")));
            return stat.IsAlive ? stat : null;
        }
        catch (IOException)
        {
            // No such file, or (ESRCH) the process ended while the file was read.
            return null;
        }
    }

    /// <summary>All living processes.</summary>
    public static IReadOnlyList<ProcessStat> All()
    {
        if (!Directory.Exists("/proc/self"))
            return [];
        var ids = new DirectoryInfo("/proc").EnumerateDirectories().Select(entry => Id(entry.Name)).Where(id => id > 0);
        return [.. ids.Select(OfLiving).OfType<ProcessStat>()];
    }

    static int Id(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
