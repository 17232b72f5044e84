using SmolVM.Processes;

namespace SmolVM.Tests.Host.Modes;

/// <summary>Starts the arguments as a command that dies with this process, and says its id.</summary>
static class OwnCommand
{
    public static async Task RunAsync(string[] arguments)
    {
        await using var running = new CommandRunner().Start(new Command(arguments) { DiesWithParent = true });
        await Say.AndWaitAsync(running.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
