using SmolVM.Errors;

namespace SmolVM.Images;

/// <summary>An image, or what the engine boots it with, is not known, not there or could not be prepared.</summary>
/// <param name="message">The fact, with the value that was given, and the remedy.</param>
/// <param name="inner">What caused it, where another exception did.</param>
public sealed class ImageException(string message, Exception? inner = null) : SmolVmException(ErrorCodes.Image, message, inner);
