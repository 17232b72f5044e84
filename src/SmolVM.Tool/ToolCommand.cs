using System.CommandLine;
using SmolVM.Tool.Machines;

namespace SmolVM.Tool;

/// <summary>The whole command line of <c>dotnet smolvm</c>.</summary>
internal static class ToolCommand
{
    public static RootCommand Create() => new("Micro virtual machines from a shell.")
    {
        MachineCommand.Create(),
    };
}
