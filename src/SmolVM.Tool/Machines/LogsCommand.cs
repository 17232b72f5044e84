using System.CommandLine;
using SmolVM.Machines;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine logs</c>: what the console said.</summary>
internal static class LogsCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Optional();
        var follow = new Option<bool>("--follow", "-f") { Description = "Goes on until the machine ends." };
        var command = new Command("logs", "What the machine's console said since its last start.") { name, follow };
        command.Runs(async call =>
        {
            var stored = MachineEngines.Stored();
            var machine = await stored.RequireAsync(call.Value(name)!, call.Ended);
            var console = new ConsoleReader(DataDirectoryCommand.FolderOf(machine.Name).Console, Run.StandardStreams.Output);
            await console.CopyAsync(call.Ended);
            if (!call.Value(follow))
                return;
            while (await stored.FindAsync(machine.Name, call.Ended) is { State: MachineState.Running })
                await console.WaitAndCopyAsync(call.Ended);
            await console.CopyAsync(call.Ended);
        });
        return command;
    }
}
