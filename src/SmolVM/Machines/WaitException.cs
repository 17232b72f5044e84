using System.Globalization;
using SmolVM.Errors;

namespace SmolVM.Machines;

/// <summary>Something that was waited for in a machine did not come in time.</summary>
public sealed class WaitException : SmolVmException
{
    internal WaitException(string machine, string awaited, TimeSpan timeout, string lastSeen)
        : base(ErrorCodes.Wait, Describe(machine, awaited, timeout, lastSeen))
    {
        Awaited = awaited;
        Timeout = timeout;
        LastSeen = lastSeen;
    }

    /// <summary>What was waited for.</summary>
    public string Awaited { get; }

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>What was there instead at the last look.</summary>
    public string LastSeen { get; }

    static string Describe(string machine, string awaited, TimeSpan timeout, string lastSeen)
    {
        var seconds = timeout.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
        return $"Waited {seconds} s in the machine '{machine}' for {awaited}, and it did not come. "
            + $"Give it more time, or see below what was there instead.\nlast seen: {lastSeen}";
    }
}
