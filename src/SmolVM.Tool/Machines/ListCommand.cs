using System.CommandLine;
using System.Globalization;
using SmolVM.Machines;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine ls</c>: all machines.</summary>
internal static class ListCommand
{
    static readonly string[] Headings = ["NAME", "STATE", "CPUS", "MEMORY", "IMAGE", "MOUNTS", "PORTS", "PID"];

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "As a JSON array." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Each mount, port and login below its machine." };
        var command = new Command("ls", "All machines, with a '!' at one whose shared folder has gone.") { json, verbose };
        command.Aliases.Add("list");
        command.Runs(async call =>
        {
            var machines = await MachineEngines.Stored().ListAsync(call.Ended);
            if (call.Value(json))
            {
                call.Console.Json(machines.Select(MachineRecord.Of));
                return;
            }
            call.Console.Table(Headings, [.. machines.Select(Row)]);
            foreach (var machine in machines)
            {
                if (call.Value(verbose))
                    foreach (var line in MachineLines.Of(machine))
                        call.Console.Line(line);
                if (machine.Problem is { } problem)
                    call.Console.Warn(problem);
                foreach (var folder in machine.MissingFolders)
                    call.Console.Warn(MachineLines.Missing(machine, folder));
            }
        });
        return command;
    }

    static string[] Row(StoredMachine machine) =>
    [
        machine.Name,
        machine.MissingFolders.Count > 0 ? $"{MachineRecord.StateOf(machine)} !" : MachineRecord.StateOf(machine),
        Text(machine.Options.Cpus),
        $"{Text(MachineRecord.MemoryMiB(machine.Options))} MiB",
        machine.Options.Image,
        Text(machine.Options.Mounts.Count),
        Text(machine.Options.Ports.Count),
        machine.ProcessId is { } pid ? Text(pid) : "-",
    ];

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
