using System.Globalization;
using SmolVM.Errors;
using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>
/// The one string that the guest's login shell gets for a command. Around the command stands what SSH does not carry: it runs in a session
/// of its own with its id in a file, so that signals reach its group; and since the client's exit code 255 may also mean a lost connection,
/// a second file tells what a 255 of the guest means.
/// </summary>
static class SshRemote
{
    /// <summary>What <see cref="Why"/> prints for a command that itself ended with 255.</summary>
    public const string Exited = "exit";

    public const string NoDirectory = "directory";
    public const string NoProgram = "program";
    public const string NoUser = "user";

    /// <param name="command">What to run.</param>
    /// <param name="loginUser">Whose login it is.</param>
    /// <param name="id">A word that no other command of this guest has.</param>
    public static string Run(GuestCommand command, string loginUser, string id)
    {
        var user = command.User is { } name && name != loginUser ? CheckUser(name, loginUser) : null;
        var state = State(id);
        string[] words = [.. Environment(command), "/bin/sh", "-c", Inner(command, user), state, .. command.Argv];
        if (user is not null)
            words = ["su", "-s", "/bin/sh", user, "-c", "exec " + ShellQuote.Join(words)];
        return string.Concat(
            command.Terminal is { } size ? Size("", size) + "; " : "",
            command.WorkingDirectory is { } directory ? Require($"cd {ShellQuote.Quote(directory)}", state, NoDirectory) : "",
            user is not null ? Require($"id -u {ShellQuote.Quote(user)} >/dev/null 2>&1", state, NoUser) : "",
            // A terminal has a session of its own, which setsid would leave. A guest without setsid runs the command all the same.
            command.Terminal is null ? "$(command -v setsid) " : "",
            ShellQuote.Join(words),
            $"; r=$?; rm -f {state}.pid; [ $r != 255 ] || [ -e {state}.why ] || echo {Exited} > {state}.why; exit $r");
    }

    /// <summary>Prints what an exit code 255 means, once.</summary>
    public static string Why(string id) => $"cat {State(id)}.why && rm -f {State(id)}.why";

    /// <summary>Sends a signal to the command's group. A command that has only just been asked for may not have said its id yet.</summary>
    public static string Signal(string id, int signal) => string.Create(
        CultureInfo.InvariantCulture,
        $"i=0; until [ -s {State(id)}.pid ] || [ $i = 10 ]; do i=$((i+1)); sleep 0.1; done; "
        + $"p=$(cat {State(id)}.pid) && {{ kill -{signal} -\"$p\" 2>/dev/null || kill -{signal} \"$p\"; }}");

    public static string Resize(string id, PseudoTerminal size) => $"p=$(cat {State(id)}.pid) && {Size("-F \"/proc/$p/fd/0\" ", size)}";

    static string State(string id) => $"/tmp/.smolvm-{id}";

    static string Inner(GuestCommand command, string? user) => string.Concat(
        "echo $$ > \"$0.pid\"; ",
        user is not null && command.WorkingDirectory is null ? "cd 2>/dev/null || cd /; " : "",
        $"command -v \"$1\" >/dev/null || {{ echo {NoProgram} > \"$0.why\"; exit 255; }}; exec \"$@\"");

    static string Require(string condition, string state, string otherwise) =>
        $"{condition} || {{ echo {otherwise} > {state}.why; exit 255; }}; ";

    static string Size(string device, PseudoTerminal size) =>
        string.Create(CultureInfo.InvariantCulture, $"stty {device}cols {size.Columns} rows {size.Rows}");

    static IEnumerable<string> Environment(GuestCommand command) => command.Environment.Count == 0
        ? []
        : ["env", .. command.Environment.Select(pair => $"{CheckName(pair.Key)}={pair.Value}")];

    static string CheckName(string name) => name.Length > 0 && name[0] != '-' && !name.Contains('=')
        ? name
        : throw new SmolVmException(ErrorCodes.Option, $"'{name}' cannot be the name of a variable. Leave out '=' and a leading '-'.");

    static string CheckUser(string user, string loginUser)
    {
        if (loginUser != "root")
            throw new SmolVmException(
                ErrorCodes.Option, $"A command cannot run as '{user}' over the SSH login of '{loginUser}'. Log in as root or as '{user}'.");
        return user.Length > 0 && user[0] != '-' && !user.All(char.IsAsciiDigit)
            ? user
            : throw new SmolVmException(ErrorCodes.Option, $"Over SSH a user is given by name, not as '{user}'. Give the name.");
    }
}
