namespace SmolVM.Processes;

/// <summary>How a host program ended. A death by signal n is the exit code 128 + n.</summary>
internal sealed record CommandResult(
    IReadOnlyList<string> Argv, int ExitCode, string StandardOutput, string StandardError, TimeSpan Elapsed)
{
    /// <summary>
    /// Returns this result, or throws a <see cref="CommandFailedException"/> with argv, exit code, time and the tails of both streams.
    /// </summary>
    public CommandResult EnsureSuccess() => ExitCode == 0 ? this : throw new CommandFailedException(this);
}
