using SmolVM.Errors;

namespace SmolVM.Processes;

/// <summary>A host program took longer than it was allowed to.</summary>
internal sealed class CommandTimeoutException(string message) : SmolVmException(ErrorCodes.ToolFailed, message);
