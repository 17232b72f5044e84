using System.Diagnostics;

namespace SmolVM.Build.Tests.Infra;

/// <summary>Signals to a build, which leads a process group of its own.</summary>
static class Signal
{
    /// <summary>Ctrl-C: the terminal sends it to every process of the group.</summary>
    public static Task InterruptAsync(int build) => SendAsync("INT", -build);

    public static Task KillAsync(int build) => SendAsync("KILL", build);

    static async Task SendAsync(string signal, int target)
    {
        using var kill = Process.Start("kill", [$"-{signal}", "--", $"{target}"]);
        await kill.WaitForExitAsync();
    }
}
