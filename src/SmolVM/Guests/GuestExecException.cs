using SmolVM.Errors;

namespace SmolVM.Guests;

/// <summary>A program in a guest could not be started, failed, or took too long.</summary>
/// <param name="message">What was run, what happened, and what was seen last.</param>
/// <param name="result">The result, where the program ended.</param>
/// <param name="inner">The cause, where another exception is.</param>
public sealed class GuestExecException(string message, ExecResult? result = null, Exception? inner = null)
    : SmolVmException(ErrorCodes.Exec, message, inner)
{
    /// <summary>The result, or null where the program did not start or did not end.</summary>
    public ExecResult? Result { get; } = result;

    internal static GuestExecException Failed(ExecResult result) => new(
        $"""
        '{string.Join(' ', result.Argv)}' ended with exit code {result.ExitCode} in the guest after {result.Duration.TotalSeconds:0.0} s.
        stdout (tail): {Tail(result.StandardOutput)}
        stderr (tail): {Tail(result.StandardError)}
        """,
        result);

    internal static GuestExecException Succeeded(ExecResult result) => new(
        $"""
        '{string.Join(' ', result.Argv)}' succeeded in the guest after {result.Duration.TotalSeconds:0.0} s, and was expected to fail.
        stdout (tail): {Tail(result.StandardOutput)}
        stderr (tail): {Tail(result.StandardError)}
        """,
        result);

    internal static GuestExecException TimedOut(IReadOnlyList<string> argv, TimeSpan after, string output, string error) => new(
        $"""
        '{string.Join(' ', argv)}' took longer than {after.TotalSeconds:0.0} s in the guest and was ended. Raise its Timeout if need be.
        stdout (tail): {Tail(output)}
        stderr (tail): {Tail(error)}
        """);

    static string Tail(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.Length == 0 ? "(empty)" : trimmed.Length <= 2000 ? trimmed : "…" + trimmed[^2000..];
    }
}
