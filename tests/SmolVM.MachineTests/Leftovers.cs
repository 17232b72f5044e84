namespace SmolVM.MachineTests;

/// <summary>What a machine may leave when its end goes wrong.</summary>
static class Leftovers
{
    /// <summary>The hypervisor processes whose machine has this name.</summary>
    public static IReadOnlyList<int> Hypervisors(string name) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let pid = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
           where pid != 0 && CommandLine(pid).Contains($"\0-name\0{name}\0", StringComparison.Ordinal)
           select pid,
    ];

    public static void AssertNone(string name) => Assert.Empty(Hypervisors(name));

    // A process may end between the listing and the reading; a zombie has an empty command line.
    static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
