using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>A host program ended with an exit code other than 0.</summary>
internal sealed class CommandFailedException(CommandResult result) : SmolVmException(ErrorCodes.ToolFailed, CommandFailure.ExitCode(result))
{
    public CommandResult Result { get; } = result;
}
