using System.Diagnostics;
using System.Text.RegularExpressions;
using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>A QEMU process as the host sees it, found by the name of its machine.</summary>
/// <param name="Process">The process.</param>
/// <param name="RunDirectory">Where its sockets are.</param>
/// <param name="Template">The file that is its memory; empty for a machine that was booted.</param>
sealed partial record Hypervisor(ProcessStat Process, string RunDirectory, string Template)
{
    // Less than the minute after which a guest that nobody listens to ends by itself.
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Hypervisor Of(string name) => Find(name) ?? throw new InvalidOperationException($"No process runs the machine '{name}'.");

    /// <summary>Waits for the process, which may still be one of the wrappers that become QEMU.</summary>
    /// <param name="name">The machine's name.</param>
    /// <param name="templates">Where its memory's file is, where several machines of that name may run.</param>
    public static async Task<Hypervisor> AppearsAsync(string name, string templates = "")
    {
        // Another process's child: nothing tells its start but a look.
        while (true)
        {
            if (Find(name, templates) is { } found)
                return found;
            await Task.Delay(1, Token);
        }
    }

    /// <summary>How many machines with that memory run.</summary>
    public static int Count(int memoryMiB) =>
        ProcessStat.All().Count(process => process.CommandLine().Contains($"\0-m\0{memoryMiB}M\0", StringComparison.Ordinal));

    /// <summary>Waits for the threads of the guest's processors; the console says nothing in a boot that goes well.</summary>
    public async Task BootsAsync()
    {
        const int ThreadsOfQemuItself = 3;
        while (Directory.GetDirectories($"/proc/{Process.Pid}/task").Length <= ThreadsOfQemuItself)
            await Task.Delay(1, Token);
    }

    public Task EndsSoonAsync() => EndsWithinAsync(Soon);

    public async Task EndsWithinAsync(TimeSpan deadline)
    {
        var clock = Stopwatch.StartNew();
        while (Process.IsStillThere())
        {
            Assert.True(clock.Elapsed < deadline, $"QEMU {Process.Pid} still runs after {clock.Elapsed}.");
            await Task.Delay(10, Token);
        }
    }

    static Hypervisor? Find(string name, string templates = "") => (
        from process in ProcessStat.All()
        let words = process.CommandLine()
        where words.Contains($"\0-name\0{name}\0", StringComparison.Ordinal)
        where words.Contains(templates, StringComparison.Ordinal)
        let socket = QmpSocket().Match(words)
        where socket.Success
        select new Hypervisor(process, socket.Groups[1].Value, MemoryFile().Match(words).Groups[1].Value)).FirstOrDefault();

    [GeneratedRegex(@"path=([^,\0]*)/qmp\.sock")]
    private static partial Regex QmpSocket();

    [GeneratedRegex(@"mem-path=([^,\0]*)")]
    private static partial Regex MemoryFile();
}
