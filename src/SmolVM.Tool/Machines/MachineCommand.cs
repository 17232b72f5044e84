using System.CommandLine;

namespace SmolVM.Tool.Machines;

/// <summary>Machines that outlive the command that made them.</summary>
internal static class MachineCommand
{
    public static Command Create()
    {
        var command = new Command("machine", "Machines: make, start, use, stop and remove them.");
        command.Aliases.Add("vm");
        return command;
    }
}
