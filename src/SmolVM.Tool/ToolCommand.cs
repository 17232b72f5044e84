using System.CommandLine;
using SmolVM.Tool.Completion;
using SmolVM.Tool.Doctor;
using SmolVM.Tool.Images;
using SmolVM.Tool.Kits;
using SmolVM.Tool.Machines;
using SmolVM.Tool.Packs;

namespace SmolVM.Tool;

/// <summary>The whole command line of <c>dotnet smolvm</c>.</summary>
internal static class ToolCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Micro virtual machines from a shell.")
        {
            MachineCommand.Create(),
            PackCommand.Create(),
            ImageCommand.Create(),
            KitCommand.Create(),
            DoctorCommand.Create(),
            CompletionCommand.Create(),
        };
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        return root;
    }
}
