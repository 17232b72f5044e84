using SmolVM.Errors;

namespace SmolVM.Guests;

/// <summary>A machine, or the connection to it, ended while it was in use.</summary>
/// <param name="message">What ended, during what, and the last that was seen.</param>
/// <param name="inner">The cause, where another exception is.</param>
public sealed class GuestLostException(string message, Exception? inner = null) : SmolVmException(ErrorCodes.MachineLost, message, inner);
