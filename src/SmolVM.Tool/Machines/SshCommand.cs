using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Processes;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;
using Command = System.CommandLine.Command;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine ssh</c>: the OpenSSH client, which others can share the machine with.</summary>
internal static class SshCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Optional();
        var print = new Option<bool>("--print") { Description = "Only prints the command line." };
        var words = GuestWords.Argument(required: false);
        words.Description = "A line for the guest's shell; a login when left out.";
        var command = new Command("ssh", "Logs in with the OpenSSH client.") { name, print, words };
        command.Runs(async call =>
        {
            var machine = await MachineEngines.Stored().RequireRunningAsync(call.Value(name)!, call.Ended);
            var line = machine.SshCommand ?? throw new SmolVmException(
                ErrorCodes.NoEngine, $"The machine '{machine.Name}' has no SSH server. Use 'machine shell'.");
            if (call.Value(print))
            {
                call.Console.Line(line);
                return 0;
            }
            return await ForegroundProgram.RunAsync(["/bin/sh", "-c", $"exec {line} \"$@\"", "sh", .. call.Value(words) ?? []]);
        });
        return command;
    }
}
