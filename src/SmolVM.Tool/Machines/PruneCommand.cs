using System.CommandLine;
using SmolVM.Machines;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine prune</c>: removes machines that nobody can start any more.</summary>
internal static class PruneCommand
{
    public static Command Create()
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only says which." };
        var all = new Option<bool>("--all") { Description = "Every machine that does not run." };
        var command = new Command("prune", "Removes stopped machines whose shared folder has gone.") { dry, all };
        Refused.Add(command, "a machine has no store of images of its own; 'image prune' empties the cache.", "--name");
        command.Runs(async call =>
        {
            var stored = MachineEngines.Stored();
            foreach (var machine in (await stored.ListAsync(call.Ended)).Where(one => IsLeft(one, call.Value(all))))
            {
                if (call.Value(dry))
                    call.Console.Line($"Would delete machine: {machine.Name}");
                else if (await stored.DeleteAsync(machine.Name, call.Console, call.Ended))
                    call.Console.Line($"Deleted machine: {machine.Name}");
            }
        });
        return command;
    }

    internal static bool IsLeft(StoredMachine machine, bool all) =>
        machine.State == MachineState.Stopped && (all || machine.MissingFolders.Count > 0);
}
