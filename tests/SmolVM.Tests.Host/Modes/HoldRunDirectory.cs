using SmolVM.Processes;

namespace SmolVM.Tests.Host.Modes;

/// <summary>
/// Holds a run directory below ROOT and says its path and the id of a process that stands in for the hypervisor: an ordinary child that
/// survives this process. ROOT recorded | unrecorded | none
/// </summary>
static class HoldRunDirectory
{
    public static async Task RunAsync(string[] arguments)
    {
        using var directory = RunRoot.At(arguments[0]).Create();
        if (arguments[1] == "none")
        {
            await Say.AndWaitAsync($"{directory.Path} 0");
            return;
        }
        await using var hypervisor = new CommandRunner().Start(
            new Command("setsid", Environment.ProcessPath!, "idle", directory.SocketPath("qmp.sock")));
        if (arguments[1] == "recorded")
            directory.RecordHypervisor(hypervisor.ProcessId);
        await Say.AndWaitAsync($"{directory.Path} {hypervisor.ProcessId}");
    }
}
