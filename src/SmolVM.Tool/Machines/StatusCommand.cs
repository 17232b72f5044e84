using System.CommandLine;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine status</c>: one machine.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Optional();
        var json = new Option<bool>("--json") { Description = "As a JSON object." };
        var command = new Command("status", "Whether a machine runs, what it shows of the host, and where its ports are.") { name, json };
        command.Runs(async call =>
        {
            var machine = await MachineEngines.Stored().RequireAsync(call.Value(name)!, call.Ended);
            if (call.Value(json))
            {
                call.Console.Json(MachineRecord.Of(machine));
                return;
            }
            var process = machine.ProcessId is { } pid ? $" (PID: {pid})" : "";
            call.Console.Line($"Machine '{machine.Name}': {MachineRecord.StateOf(machine)}{process}");
            foreach (var line in MachineLines.Of(machine))
                call.Console.Line(line);
            foreach (var folder in machine.MissingFolders)
                call.Console.Warn(MachineLines.Missing(machine, folder));
        });
        return command;
    }
}
