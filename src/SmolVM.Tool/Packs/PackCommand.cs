using System.CommandLine;

namespace SmolVM.Tool.Packs;

/// <summary>Packs: files with a machine's root file system and what the machine is.</summary>
internal static class PackCommand
{
    public static Command Create() => new("pack", "Packs: make, describe and run .smolmachine files.")
    {
        PackCreateCommand.Create(),
        PackRunCommand.Create(),
        PackInspectCommand.Create(),
    };
}
