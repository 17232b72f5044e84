using System.CommandLine;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine shell</c>: an interactive <c>/bin/sh</c>.</summary>
internal static class ShellCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Optional();
        var command = new Command("shell", "A shell in a machine, at this terminal.") { name };
        command.Aliases.Add("sh");
        command.Runs(async call =>
        {
            await using var machine = await ExecCommand.UseAsync(call, call.Value(name)!);
            // A script is a shell's input as well as somebody who types.
            var isTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
            return await new GuestProgram(["/bin/sh"]) { Interactive = true, Terminal = isTerminal }.RunAsync(machine, call);
        });
        return command;
    }
}
