using System.CommandLine;
using SmolVM.Machines;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine delete</c>: ends a machine and removes all that is kept of it.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Required();
        var force = new Option<bool>("--force", "-f") { Description = "Does not ask." };
        var command = new Command("delete", "Ends a machine and removes it, with its disk.") { name, force };
        command.Aliases.Add("rm");
        Refused.Add(command, "a machine that was forked needs nothing of the one that it came from.", "--cascade");
        command.Runs(async call =>
        {
            var (stored, machine) = (MachineEngines.Stored(), call.Value(name)!);
            if (!call.Value(force) && !await IsMeantAsync(call, stored, machine))
            {
                call.Console.Line("Cancelled");
                return;
            }
            if ((await stored.ListAsync(call.Ended)).FirstOrDefault(one => one.Name == machine) is { } found)
                await OtherProcess.TakeMachineAsync(stored, found, keepsDisk: false, call.Ended);
            // One whose description cannot be read must go too.
            if (!await stored.DeleteAsync(machine, call.Console, call.Ended))
                throw MachineFailures.NotFound(machine);
            call.Console.Line($"Deleted machine: {machine}");
        });
        return command;
    }

    static async Task<bool> IsMeantAsync(ToolCall call, IStoredMachines stored, string machine)
    {
        await stored.RequireAsync(machine, call.Ended);
        call.Console.Note($"Delete the machine '{machine}' and its disk? [y/N]");
        var answer = await Task.Run(System.Console.In.ReadLine).WaitAsync(call.Ended);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
