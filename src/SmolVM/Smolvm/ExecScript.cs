using SmolVM.Guests;
using SmolVM.Mounts;

namespace SmolVM.Smolvm;

/// <summary>
/// The shell line that a command is wrapped in. The program's exit code mixes its own with the guest's, and tells no process to signal; so
/// the line says on standard error, between marks that nobody else writes, which process the command is, or why there is none, and how it
/// ended.
/// </summary>
internal static class ExecScript
{
    public const string NoProgram = "program";
    public const string NoDirectory = "directory";
    public const string NoUser = "user";

    // What begins a mark: no text has it, so that ordinary output is never held back for it.
    public const char Sign = '\x1e';

    /// <param name="command">The program and its arguments, its directory and its user; the variables are options of the call.</param>
    /// <param name="mark">Lower-case hex, of this run only.</param>
    public static IReadOnlyList<string> Argv(GuestCommand command, string mark)
    {
        string[] words = ["/bin/sh", "-c", Inner(command, mark), "sh", .. command.Argv];
        if (command.User is { } user)
            words = ["su", "-s", "/bin/sh", CheckUser(user), "-c", "exec " + ShellQuote.Join(words)];
        return
        [
            "/bin/sh", "-c",
            string.Concat(
                command.WorkingDirectory is { } directory
                    ? Require($"cd {ShellQuote.Quote(directory)}", mark, NoDirectory)
                    : "cd ~ 2>/dev/null || cd /; ",
                command.User is { } name ? Require($"id -u {ShellQuote.Quote(name)}", mark, NoUser) : "",
                // A session of its own, so that a signal reaches what the command starts, and not this line.
                "$(command -v setsid) ", ShellQuote.Join(words), "; r=$?; ",
                Say(mark, "exit %d", "$r"), "; exit $r"),
        ];
    }

    /// <summary>Sends a signal to a command's group, or to the command alone in a guest without sessions.</summary>
    public static IReadOnlyList<string> Signal(int process, int signal) =>
        ["/bin/sh", "-c", $"kill -{signal} -{process} 2>/dev/null || kill -{signal} {process} 2>/dev/null"];

    static string Inner(GuestCommand command, string mark) => string.Concat(
        command is { User: not null, WorkingDirectory: null } ? "cd ~ 2>/dev/null || cd /; " : "",
        Require("command -v \"$1\"", mark, NoProgram),
        Say(mark, "pid %d", "$$"), "; exec \"$@\"");

    static string Require(string condition, string mark, string otherwise) =>
        $"{condition} >/dev/null 2>&1 || {{ {Say(mark, "no %s", otherwise)}; exit 127; }}; ";

    static string Say(string mark, string format, string value) => $"printf '\\036{mark} {format}\\n' \"{value}\" >&2";

    static string CheckUser(string user) => user.Length > 0 && user[0] != '-'
        ? user
        : throw SmolvmArgument.Refuse($"A command cannot run as '{user}'", "Give the name of a user.");
}
