namespace SmolVM.Guests;

/// <summary>A script for the guest's POSIX shell, or for that of the tools which are brought to guests that may lack one.</summary>
internal static class GuestShell
{
    /// <param name="tools">Words put before the name of a program; none: the guest's own shell.</param>
    /// <param name="script">The text.</param>
    /// <param name="arguments">What the text sees as its arguments.</param>
    public static IReadOnlyList<string> Argv(IReadOnlyList<string> tools, string script, params string[] arguments) =>
    [
        .. tools.Count > 0 ? [.. tools, "sh"] : (string[])["/bin/sh"],
        "-c",
        script,
        .. arguments.Length > 0 ? ["sh", .. arguments] : arguments,
    ];
}
