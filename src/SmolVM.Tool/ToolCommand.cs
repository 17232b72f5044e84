using System.CommandLine;
using SmolVM.Tool.Machines;

namespace SmolVM.Tool;

/// <summary>The whole command line of <c>dotnet smolvm</c>.</summary>
internal static class ToolCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Micro virtual machines from a shell.")
        {
            MachineCommand.Create(),
        };
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        return root;
    }
}
