using System.CommandLine;

namespace SmolVM.Tool.Machines;

/// <summary>Machines that outlive the command that made them.</summary>
internal static class MachineCommand
{
    public static Command Create()
    {
        var command = new Command("machine", "Machines: make, start, use, stop and remove them.")
        {
            RunCommand.Create(),
            CreateCommand.Create(),
            StartCommand.Create(),
            StopCommand.Create(),
            DeleteCommand.Create(),
            ExecCommand.Create(),
            ShellCommand.Create(),
            CopyCommand.Create(),
            ListCommand.Create(),
            StatusCommand.Create(),
            UpdateCommand.Create(),
            PruneCommand.Create(),
            ForkCommand.Create(),
            SshCommand.Create(),
            LogsCommand.Create(),
            DataDirectoryCommand.Create(),
        };
        command.Aliases.Add("vm");
        return command;
    }
}
