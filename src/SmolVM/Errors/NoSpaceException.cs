namespace SmolVM.Errors;

/// <summary>A file system has not enough space for a step; nothing of it was started.</summary>
/// <param name="message">What needs how much, where, and how much is free.</param>
public sealed class NoSpaceException(string message) : SmolVmException(ErrorCodes.NoSpace, message);
