using System.CommandLine;

namespace SmolVM.Tool.Packs;

/// <summary>Packs: files with a machine's root file system and what the machine is.</summary>
internal static class PackCommand
{
    /// <summary>The engine of all of them. The smolvm program packs and runs its machines itself.</summary>
    public const string Engine = "qemu";

    public static Command Create() => new("pack", "Packs: make, describe and run .smolmachine files.")
    {
        PackCreateCommand.Create(),
        PackRunCommand.Create(),
        PackInspectCommand.Create(),
    };
}
