namespace SmolVM.Smolvm;

/// <summary>How an <c>exec</c> ended. Two of them are equal when all their values are.</summary>
/// <param name="ExitCode">The guest's exit code, unless the program failed.</param>
/// <param name="StandardOutput">Standard output.</param>
/// <param name="StandardError">Standard error.</param>
/// <param name="Failure">Why the program itself failed, as far as its words tell; null when the exit code is the guest's.</param>
internal sealed record SmolvmExecResult(int ExitCode, string StandardOutput, string StandardError, SmolvmFailure? Failure = null);
