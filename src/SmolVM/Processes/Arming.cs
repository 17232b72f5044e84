namespace SmolVM.Processes;

/// <summary>The moment from which the kernel's promise of <see cref="OwnedArgv"/> holds.</summary>
internal static class Arming
{
    /// <summary>Two small programs have to be loaded, which takes milliseconds.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Waits until the program itself has taken the place of its wrappers, so that no caller knows of a program that
    /// could survive it. A program that ended in between, or a host so busy that the limit is reached, is not waited for.
    /// </summary>
    public static void Await(int pid)
    {
        // No event tells that a child has called exec for the second time.
        if (OperatingSystem.IsLinux())
            SpinWait.SpinUntil(() => ProcessStat.OfLiving(pid) is not { } process || !IsWrapper(process.CommandLine()), Limit);
    }

    /// <summary>Whether a command line is that of one of the two wrappers, or empty, as it is in the middle of exec.</summary>
    public static bool IsWrapper(string commandLine) => commandLine.Split('\0') switch
    {
        [var program, "setpriv", "--pdeathsig", ..] => Path.GetFileName(program) == "setsid",
        ["setpriv", "--pdeathsig", ..] => true,
        [""] => true,
        _ => false,
    };
}
