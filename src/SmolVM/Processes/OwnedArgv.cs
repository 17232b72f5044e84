namespace SmolVM.Processes;

/// <summary>The argv of a program that the kernel kills when the process that started it ends.</summary>
internal static class OwnedArgv
{
    /// <summary>
    /// One process all along (neither wrapper forks), so that its id is the program's own, and the id of its session and group.
    /// The kernel's promise begins when setpriv has asked for it, and the start waits for that (<see cref="Arming"/>): only an owner that
    /// dies in the milliseconds of the start leaves the program running. Hence the other layers: a hypervisor ends when the sockets that it
    /// has to connect to are gone, and the sweep of run directories finds session leaders that carry the run id in their command line.
    /// </summary>
    public static IReadOnlyList<string> Wrap(IReadOnlyList<string> argv) =>
        OperatingSystem.IsLinux() ? ["setsid", "setpriv", "--pdeathsig", "KILL", "--", .. argv] : argv;
}
