using System.CommandLine;
using SmolVM.Images;
using SmolVM.Qemu.Stored;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary><c>machine data-dir</c>: where a machine is kept.</summary>
internal static class DataDirectoryCommand
{
    public static Command Create()
    {
        var name = MachineNameOption.Required();
        var command = new Command("data-dir", "The directory of the host that a machine is kept in.") { name };
        command.Runs(async call =>
        {
            var machine = await MachineEngines.Stored().RequireAsync(call.Value(name)!, call.Ended);
            call.Console.Line(FolderOf(machine.Name).Path);
        });
        return command;
    }

    public static MachineFolder FolderOf(string machine) => new(SmolCache.Open(), machine);
}
