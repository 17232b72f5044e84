using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>A program of the host that is needed is not installed.</summary>
/// <param name="message">Which program, where it was looked for, and the command that installs it.</param>
public sealed class ToolMissingException(string message) : SmolVmException(ErrorCodes.ToolMissing, message);
