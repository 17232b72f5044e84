using System.CommandLine;
using System.Globalization;
using SmolVM.Machines;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine start</c>: boots a machine, which goes on when the command is over.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Optional();
        var forkable = new Option<bool>("--forkable") { Description = "Nothing more: every machine can be forked." };
        var command = new Command("start", "Boots a machine, which goes on until it is stopped.") { name, forkable };
        Refused.Add(command, "machines have no graphics processor.", "--fork-pool-size", "--cuda-vram-limit-mib");
        Refused.Add(command, "nothing is pulled from a registry.", "--proxy", "--no-proxy");
        command.Runs(async call =>
        {
            var (stored, machine) = (MachineEngines.Stored(), call.Value(name)!);
            if (await stored.RequireAsync(machine, call.Ended) is { State: MachineState.Running } already)
            {
                call.Console.Line($"Machine '{machine}' already running (PID: {Pid(already)})");
                return;
            }
            await HostPorts.EnsureFreeAsync(stored, machine, call.Ended);
            await using (await stored.StartAsync(machine, call.Console, call.Ended))
                call.Console.Clear();
            ConsoleName.Link(machine);
            call.Console.Line($"Machine '{machine}' running (PID: {Pid(await stored.RequireAsync(machine, call.Ended))})");
        });
        return command;
    }

    static string Pid(StoredMachine machine) => machine.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
}
