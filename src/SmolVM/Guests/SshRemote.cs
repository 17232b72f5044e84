using System.Globalization;
using SmolVM.Errors;
using SmolVM.Mounts;

namespace SmolVM.Guests;

/// <summary>
/// The one string that the guest's login shell gets for a command. The command runs in a session of its own, so that signals reach its
/// group, and tells its <see cref="SshState"/> through descriptor 9, which it does not inherit itself.
/// </summary>
static class SshRemote
{
    /// <param name="command">What to run.</param>
    /// <param name="loginUser">Whose login it is.</param>
    /// <param name="state">Where it tells how it goes.</param>
    public static string Run(GuestCommand command, string loginUser, SshState state)
    {
        var user = command.User is { } name && name != loginUser ? CheckUser(name, loginUser) : null;
        string[] words = [.. Environment(command), "/bin/sh", "-c", Inner(command, user, state), "sh", .. command.Argv];
        if (user is not null)
            words = ["su", "-s", "/bin/sh", user, "-c", "exec " + ShellQuote.Join(words)];
        return string.Concat(
            $"exec 9>{state.Path}; ",
            command.Terminal is { } size ? Size("", size) + "; " : "",
            command.WorkingDirectory is { } directory ? Require($"cd {ShellQuote.Quote(directory)}", state, SshState.NoDirectory) : "",
            user is not null ? Require($"id -u {ShellQuote.Quote(user)}", state, SshState.NoUser) : "",
            // A terminal has a session of its own, which setsid would leave. A guest without setsid runs the command all the same.
            command.Terminal is null ? "$(command -v setsid) " : "",
            ShellQuote.Join(words),
            $"; r=$?; {state.Say("exit $r")}; exit $r");
    }

    /// <summary>Prints what the command told.</summary>
    public static string Tell(SshState state) => $"cat {state.Path}";

    /// <summary>Removes the states of a whole channel.</summary>
    public static string Forget(string prefix) => $"rm -f {prefix}*";

    /// <summary>Sends a signal to the command's group.</summary>
    public static string Signal(SshState state, int signal) => string.Create(
        CultureInfo.InvariantCulture, $"{FindProcess(state)} && {{ kill -{signal} -\"$p\" 2>/dev/null || kill -{signal} \"$p\"; }}");

    public static string Resize(SshState state, PseudoTerminal size) => $"{FindProcess(state)} && {Size("-F \"/proc/$p/fd/0\" ", size)}";

    // A command that has only just been asked for may not have told its process yet: it gets a second.
    static string FindProcess(SshState state) =>
        $"p=; i=0; while [ -z \"$p\" ] && [ $i -lt 10 ]; do "
        + $"while read -r id what n; do [ \"$id $what\" != \"{state.Id} pid\" ] || p=$n; done < {state.Path}; "
        + "[ -n \"$p\" ] || sleep 0.1; i=$((i+1)); done; [ -n \"$p\" ]";

    static string Inner(GuestCommand command, string? user, SshState state) => string.Concat(
        state.Say("pid $$"),
        "; ",
        user is not null && command.WorkingDirectory is null ? "cd 2>/dev/null || cd /; " : "",
        Require("command -v \"$1\"", state, SshState.NoProgram),
        "exec \"$@\" 9>&-");

    static string Require(string condition, SshState state, string otherwise) =>
        $"{condition} >/dev/null 2>&1 || {{ {state.Say("no " + otherwise)}; exit 255; }}; ";

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
