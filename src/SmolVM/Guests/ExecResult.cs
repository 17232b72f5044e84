namespace SmolVM.Guests;

/// <summary>What a program in a guest said and how it ended.</summary>
/// <param name="Argv">What was run.</param>
/// <param name="Exit">The exit code or the signal.</param>
/// <param name="StandardOutput">Standard output as UTF-8 text.</param>
/// <param name="StandardError">Standard error as UTF-8 text.</param>
/// <param name="Duration">From the request until the program's end was known.</param>
public sealed record ExecResult(IReadOnlyList<string> Argv, GuestExit Exit, string StandardOutput, string StandardError, TimeSpan Duration)
{
    /// <summary>The exit code; 128 + n for a death by signal n.</summary>
    public int ExitCode => Exit.ShellCode;

    /// <summary>Returns this result if the exit code is 0.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="GuestExecException">
    /// The exit code is another; the message shows command, exit code and the tails of both streams.
    /// </exception>
    public ExecResult EnsureSuccess() => ExitCode == 0 ? this : throw GuestExecException.Failed(this);

    /// <summary>Returns this result if the exit code is not 0.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="GuestExecException">The exit code is 0; the message shows the command and the tails of both streams.</exception>
    public ExecResult EnsureFailure() => ExitCode != 0 ? this : throw GuestExecException.Succeeded(this);
}
