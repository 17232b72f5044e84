using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>A host program ended with an exit code other than 0.</summary>
internal sealed class CommandFailedException(CommandResult result) : SmolVmException(ErrorCodes.ToolFailed, Describe(result))
{
    public CommandResult Result { get; } = result;

    static string Describe(CommandResult result) => $"'{result.Argv[0]}' ended with exit code {result.ExitCode}.";
}
