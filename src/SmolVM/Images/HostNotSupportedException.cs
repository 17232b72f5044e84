using SmolVM.Errors;

namespace SmolVM.Images;

/// <summary>There is no table of packages for this host to make a kit or an image from.</summary>
/// <param name="message">What the host is, and which hosts are known.</param>
public sealed class HostNotSupportedException(string message) : SmolVmException(ErrorCodes.HostNotSupported, message);
