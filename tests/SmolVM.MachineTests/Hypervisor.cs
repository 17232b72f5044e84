using System.Diagnostics;
using System.Text.RegularExpressions;
using SmolVM.Processes;

namespace SmolVM.MachineTests;

/// <summary>A QEMU process as the host sees it, found by the name of its machine.</summary>
sealed partial record Hypervisor(ProcessStat Process, string RunDirectory)
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Hypervisor Of(string name) => Find(name) ?? throw new InvalidOperationException($"No process runs the machine '{name}'.");

    /// <summary>Waits for the process, which may still be one of the wrappers that become QEMU.</summary>
    public static async Task<Hypervisor> AppearsAsync(string name)
    {
        // Another process's child: nothing tells its start but a look.
        while (true)
        {
            if (Find(name) is { } found)
                return found;
            await Task.Delay(1, Token);
        }
    }

    /// <summary>Waits for the kernel's first words.</summary>
    public async Task BootsAsync()
    {
        var console = new FileInfo(Path.Combine(RunDirectory, "console.log"));
        while (console is not { Exists: true, Length: > 0 })
        {
            await Task.Delay(1, Token);
            console.Refresh();
        }
    }

    public async Task EndsSoonAsync()
    {
        var clock = Stopwatch.StartNew();
        while (Process.IsStillThere())
        {
            Assert.True(clock.Elapsed < Deadline, $"QEMU {Process.Pid} still runs after {clock.Elapsed}.");
            await Task.Delay(10, Token);
        }
    }

    static Hypervisor? Find(string name) => (
        from process in ProcessStat.All()
        let words = process.CommandLine()
        where words.Contains($" smol.hostname={name}\0", StringComparison.Ordinal)
        let socket = QmpSocket().Match(words)
        where socket.Success
        select new Hypervisor(process, socket.Groups[1].Value)).FirstOrDefault();

    [GeneratedRegex(@"path=([^,\0]*)/qmp\.sock")]
    private static partial Regex QmpSocket();
}
