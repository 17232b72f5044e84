using System.Globalization;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>The words for a program of a guest that did not start, or did not end.</summary>
internal static class ExecFailure
{
    /// <param name="machine">The machine.</param>
    /// <param name="command">What was to run.</param>
    /// <param name="missing">What the guest said that it lacks; null where it said nothing.</param>
    /// <param name="result">How the call ended.</param>
    /// <param name="said">What the program said.</param>
    public static Exception Of(string machine, GuestCommand command, string? missing, CommandResult result, string said) => missing switch
    {
        ExecScript.NoProgram => new GuestExecException(
            $"There is no program '{command.Argv[0]}' in the guest. Give its full path, or install it there."),
        ExecScript.NoDirectory => new GuestExecException(
            $"There is no directory '{command.WorkingDirectory}' in the guest to start '{command.Argv[0]}' in. Make it first."),
        ExecScript.NoUser => new GuestExecException(
            $"There is no user '{command.User}' in the guest to run '{command.Argv[0]}'. Add it there first."),
        _ => SmolvmFailures.Of(result.ExitCode, said) switch
        {
            SmolvmFailure.NotRunning or SmolvmFailure.NotFound => new GuestLostException(
                $"The machine '{machine}' does not run any more, so '{command.Argv[0]}' was not started. {Tail(said)}"),
            _ => new GuestExecException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{command.Argv[0]}' was not started in '{machine}': the call ended with exit code {result.ExitCode}. ")
                + $"The image needs a /bin/sh, which every command goes through. {Tail(said)}"),
        },
    };

    public static GuestLostException Lost(string machine, GuestCommand command, CommandResult result, string said) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The machine '{machine}', or the connection to it, ended while '{command.Argv[0]}' ran "
        + $"(exit code {result.ExitCode}). {Tail(said)}"));

    public static GuestLostException Ended(string machine, GuestCommand command) => new(
        $"The machine '{machine}' was ended while '{command.Argv[0]}' ran: it was stopped or disposed, or its lifetime was over.");

    public static SmolVmException NoTerminal(string machine) => new(
        ErrorCodes.NoEngine,
        $"The smolvm engine has no terminal for a program of '{machine}'. "
        + $"Run it without one, or by hand: smolvm machine exec --name {machine} -it -- …");

    static string Tail(string said)
    {
        var text = said.Trim();
        return text.Length == 0 ? "smolvm said nothing." : $"smolvm said: {(text.Length <= 2000 ? text : "…" + text[^2000..])}";
    }
}
