using System.Globalization;
using System.Text;
using SmolVM.Errors;
using SmolVM.Mounts;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>The <c>smolvm</c> program failed. The code is <see cref="ErrorCodes.Smolvm"/>.</summary>
public sealed class SmolvmException : SmolVmException
{
    const int TailLines = 20;

    SmolvmException(string message, SmolvmFailure reason, IReadOnlyList<string> argv, int? exitCode, string error, Exception? inner = null)
        : base(ErrorCodes.Smolvm, message, inner)
    {
        Reason = reason;
        Argv = argv;
        ExitCode = exitCode;
        StandardError = error;
    }

    /// <summary>Why, as far as the program's words tell.</summary>
    public SmolvmFailure Reason { get; }

    /// <summary>What was called, executable first.</summary>
    public IReadOnlyList<string> Argv { get; }

    /// <summary>How the call ended; null where no single call is meant.</summary>
    public int? ExitCode { get; }

    /// <summary>What the program said.</summary>
    public string StandardError { get; }

    internal static SmolvmException Of(CommandResult result) => Of(result, SmolvmFailures.Of(result.ExitCode, result.StandardError));

    internal static SmolvmException Of(CommandResult result, SmolvmFailure reason)
    {
        var fact = string.Create(
            CultureInfo.InvariantCulture,
            $"'{ShellQuote.Line(result.Argv)}' ended with exit code {result.ExitCode} "
            + $"after {result.Elapsed.TotalSeconds:0.0} s ({reason}).");
        return new SmolvmException(
            Describe(fact, SmolvmRemedy.For(reason), result.StandardError), reason, result.Argv, result.ExitCode, result.StandardError);
    }

    internal static SmolvmException Misread(CommandResult result, Exception inner) => new(
        $"'{ShellQuote.Line(result.Argv)}' printed what cannot be read: {inner.Message} {SmolvmRemedy.For(SmolvmFailure.BadOutput)}",
        SmolvmFailure.BadOutput, result.Argv, result.ExitCode, result.StandardError, inner);

    internal static SmolvmException NotReady(
        string machine, TimeSpan waited, int calls, IReadOnlyList<string> argv, string lastError) => new(
        Describe(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Waited {waited.TotalSeconds:0.#} s for the machine '{machine}' to run a command, and asked {calls} times."),
            SmolvmRemedy.For(SmolvmFailure.BootTimeout),
            lastError),
        SmolvmFailure.BootTimeout, argv, null, lastError);

    static string Describe(string fact, string remedy, string error)
    {
        var text = new StringBuilder(fact).Append(' ').Append(remedy).Append("\nstderr (tail):");
        var lines = error.TrimEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines.TakeLast(TailLines))
            text.Append("\n  ").Append(line.TrimEnd('\r'));
        return lines.Length == 0 ? text.Append(" (empty)").ToString() : text.ToString();
    }
}
