namespace SmolVM.Guests;

/// <summary>
/// A small file of the guest in which a command tells its process id and how it ended: SSH carries no signals, and the client's exit code
/// 255 may be the program's or mean that the connection is lost.
/// </summary>
/// <param name="Path">The file; used again by later commands.</param>
/// <param name="Id">A word that no other command has, for the file may be that of an earlier one.</param>
sealed record SshState(string Path, string Id)
{
    public const string NoDirectory = "directory";
    public const string NoProgram = "program";
    public const string NoUser = "user";

    /// <summary>A line of the file, told by the guest's shell.</summary>
    public string Say(string what) => $"echo {Id} {what} >&9";

    /// <summary>What the file tells of this command's end.</summary>
    /// <returns>An exit code, or what was missing; both null while it runs, or when it never began.</returns>
    public (int? ExitCode, string? Missing) Read(string content)
    {
        (int? ExitCode, string? Missing) end = default;
        foreach (var words in content.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length == 3 && words[0] == Id))
        {
            if (words[1] == "no")
                end.Missing = words[2];
            else if (words[1] == "exit" && int.TryParse(words[2], out var code))
                end.ExitCode = code;
        }
        return end;
    }
}
