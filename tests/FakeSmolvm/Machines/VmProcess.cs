using System.Diagnostics;
using System.Text.Json.Serialization;
using SmolVM.Processes;

namespace FakeSmolvm.Machines;

/// <summary>A process that stands for a virtual machine: the first of a process namespace, so that all of the guest ends with it.</summary>
/// <param name="Pid">Its number on the host.</param>
/// <param name="StartTime">In the kernel's ticks since its boot: a number is given to another process some day.</param>
sealed record VmProcess(int Pid, long StartTime)
{
    static readonly TimeSpan DeathTimeout = TimeSpan.FromSeconds(10);

    public static VmProcess Of(int pid) =>
        new(pid, ProcessStat.OfLiving(pid)?.StartTime ?? throw new InvalidOperationException($"Process {pid} is gone."));

    [JsonIgnore]
    public bool IsAlive => ProcessStat.OfLiving(Pid)?.StartTime == StartTime;

    public void Kill()
    {
        if (!IsAlive)
            return;
        using var process = Process.GetProcessById(Pid);
        process.Kill();
        var waited = Stopwatch.StartNew();
        while (IsAlive)
        {
            if (waited.Elapsed > DeathTimeout)
                throw new InvalidOperationException($"Process {Pid} of a machine did not die within {DeathTimeout.TotalSeconds} s.");
            Thread.Sleep(5);
        }
    }
}
