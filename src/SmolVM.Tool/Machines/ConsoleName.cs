namespace SmolVM.Tool.Machines;

/// <summary>The console under the name that the <c>smolvm</c> program gives it, for programs that look for it in <c>data-dir</c>.</summary>
internal static class ConsoleName
{
    const string OfTheProgram = "agent-console.log";

    public static void Link(string machine)
    {
        var folder = DataDirectoryCommand.FolderOf(machine);
        var link = Path.Combine(folder.Path, OfTheProgram);
        if (!File.Exists(link))
            File.CreateSymbolicLink(link, Path.GetFileName(folder.Console));
    }
}
