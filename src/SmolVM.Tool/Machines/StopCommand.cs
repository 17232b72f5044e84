using System.CommandLine;
using SmolVM.Machines;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine stop</c>: ends a machine in order; its disk stays.</summary>
internal static class StopCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Optional();
        var command = new Command("stop", "Ends a machine in order; its disk stays.") { name };
        command.Runs(async call =>
        {
            var (stored, machine) = (MachineEngines.Stored(), call.Value(name)!);
            var found = await stored.RequireAsync(machine, call.Ended);
            if (found.State != MachineState.Running)
            {
                call.Console.Line($"Machine '{machine}' is not running (state: {MachineRecord.StateOf(found)})");
                return;
            }
            call.Console.Line($"Stopping machine '{machine}'...");
            await OtherProcess.TakeMachineAsync(stored, found, keepsDisk: true, call.Ended);
            await stored.StopAsync(machine, call.Console, call.Ended);
            call.Console.Line($"Stopped machine: {machine}");
        });
        return command;
    }
}
