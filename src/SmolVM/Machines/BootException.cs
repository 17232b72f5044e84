using System.Text;
using SmolVM.Errors;
using SmolVM.Mounts;

namespace SmolVM.Machines;

/// <summary>A machine did not become ready. Nothing of it is left.</summary>
public sealed class BootException : SmolVmException
{
    const int ConsoleLines = 20;

    internal BootException(string fact, string remedy, BootFailure failure, Exception? inner = null)
        : base(ErrorCodes.Boot, Describe(fact, remedy, failure), inner)
    {
        Fact = fact;
        Phase = failure.Phase;
        Elapsed = failure.Elapsed;
        Argv = failure.Argv;
        ExitCode = failure.ExitCode;
        Console = failure.Console;
    }

    /// <summary>How far the start got.</summary>
    public BootPhase Phase { get; }

    /// <summary>From the start of the hypervisor until the failure.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The hypervisor's argv, executable first.</summary>
    public IReadOnlyList<string> Argv { get; }

    /// <summary>The hypervisor's exit code, or null if it was still running.</summary>
    public int? ExitCode { get; }

    /// <summary>What the guest's console said; of a long one the last 256 KiB.</summary>
    public string Console { get; }

    internal string Fact { get; }

    /// <summary>Whether it was given up because it took too long; else the hypervisor or its guest failed.</summary>
    internal bool IsTimeout { get; init; }

    static string Describe(string fact, string remedy, BootFailure failure)
    {
        var text = new StringBuilder(fact).Append(' ').AppendLine(remedy);
        text.AppendLine($"phase: {failure.Phase}, after {failure.Elapsed.TotalSeconds:0.0} s");
        text.AppendLine($"argv: {ShellQuote.Line(failure.Argv)}");
        text.AppendLine($"exit code: {failure.ExitCode?.ToString() ?? "(still running when it was given up)"}");
        text.AppendLine($"hypervisor said: {(failure.HypervisorError.Trim() is { Length: > 0 } said ? said : "(nothing)")}");
        text.Append("console (tail): ").Append(ConsoleTail.Of(failure.Console, ConsoleLines));
        return text.ToString();
    }
}

/// <summary>What is known of a start that failed.</summary>
internal sealed record BootFailure(
    BootPhase Phase, TimeSpan Elapsed, IReadOnlyList<string> Argv, int? ExitCode, string HypervisorError, string Console);
