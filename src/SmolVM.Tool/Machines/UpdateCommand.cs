using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine update</c>: changes a machine that does not run.</summary>
internal static class UpdateCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Required();
        var cpus = WholeNumber.Option("--cpus", "N", "Virtual processors.");
        var memory = WholeNumber.Option("--mem", "MIB", "Memory in MiB.");
        var open = new Option<bool>("--net") { Description = "Opens the network." };
        var closed = new Option<bool>("--no-net") { Description = "Closes the network." };
        var ports = Ports.Option();
        var removedPorts = new Option<string[]>("--remove-port") { Description = "Takes a forward away.", HelpName = "HOST:GUEST" };
        var environment = Variables.Option("A variable that every program of the machine gets.");
        var removedVariables = new Option<string[]>("--remove-env") { Description = "Takes a variable away.", HelpName = "KEY" };
        var command = new Command("update", "Changes a machine that does not run.")
        {
            name, cpus, memory, open, closed, ports, removedPorts, environment, removedVariables,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(open) && result.GetValue(closed))
                result.AddError("the argument '--no-net' cannot be used with '--net'");
        });
        Refused.Add(command, "a machine keeps the directories that it was made with; make another.", "--volume", "-v", "--remove-volume");
        Refused.Add(command, "a disk keeps its size; make another machine.", "--storage", "--overlay");
        Refused.Add(command, "give it to each exec.", "--workdir", "-w");
        Refused.Add(command, "machines have no graphics processor.", "--gpu", "--no-gpu", "--rosetta", "--no-rosetta");
        command.Runs(async call =>
        {
            var (stored, machine) = (MachineEngines.Stored(), call.Value(name)!);
            var found = await stored.RequireStoppedAsync(machine, call.Ended);
            var changed = found.Options with { MemoryMiB = call.Value(memory) ?? found.Options.MemoryMiB };
            if (call.Value(cpus) is { } count)
                changed = changed with { Cpus = count };
            if (call.Value(open) || call.Value(closed))
                changed = changed with { Network = call.Value(open) };
            changed = MachineOptionSet.WithPorts(changed, NewPorts(found.Options, call.Value(removedPorts) ?? [], call.Value(ports) ?? []));
            var kept = found.Options.Environment.Where(one => !(call.Value(removedVariables) ?? []).Contains(one.Key)).ToDictionary();
            changed = changed with { Environment = EnvironmentLayers.Merge(kept, Variables.Read(call.Value(environment))) };
            var differences = OptionsText.Of(changed).Except(OptionsText.Of(found.Options)).ToList();
            await stored.ChangeAsync(machine, changed, call.Ended);
            call.Console.Line(differences.Count > 0 ? $"Updated machine '{machine}':" : "No changes specified.");
            foreach (var difference in differences)
                call.Console.Line($"  {difference.Replace('\0', ' ')}");
        });
        return command;
    }

    static IReadOnlyList<PortPair> NewPorts(MachineOptions options, IReadOnlyList<string> removed, IReadOnlyList<PortPair> added)
    {
        var kept = options.HostPorts.Select(pair => new PortPair(pair.Value, pair.Key)).ToList();
        foreach (var text in removed)
            if (Ports.Parse(text) is not { } pair || !kept.Remove(pair))
                throw new SmolVmException(
                    ErrorCodes.Option, $"The machine '{options.Name}' has no forward '{text}'. 'machine status' shows those that it has.");
        return [.. kept, .. added];
    }
}
