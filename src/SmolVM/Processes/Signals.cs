using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmolVM.Processes;

/// <summary>Unix signals to processes and groups.</summary>
internal static partial class Signals
{
    public const int Term = 15;
    public const int Kill = 9;

    const int NotPermitted = 1;
    const int NoSuchProcess = 3;

    /// <summary>Sends to a process; false when there is none any more, or it runs as another user.</summary>
    public static bool Send(int pid, int signal)
    {
        // 0 and below mean groups, -1 every process of the user.
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 2);
        return Deliver(pid, signal);
    }

    /// <summary>Sends to all processes of a group; false when it has none that may be signalled.</summary>
    public static bool SendToGroup(int group, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 2);
        return Deliver(-group, signal);
    }

    static bool Deliver(int target, int signal)
    {
        if (Send0(target, signal) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error is NoSuchProcess or NotPermitted ? false : throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send0(int target, int signal);
}
