using SmolVM.Errors;

namespace SmolVM.Mounts;

/// <summary>A mount is refused before the boot, or failed in the guest.</summary>
/// <param name="code"><see cref="ErrorCodes.MountRefused"/> or <see cref="ErrorCodes.MountFailed"/>.</param>
/// <param name="message">The fact, with the value that was given, and the remedy.</param>
/// <param name="inner">What caused it, where another exception did.</param>
public sealed class MountException(string code, string message, Exception? inner = null) : SmolVmException(code, message, inner)
{
    internal static MountException Refused(string message) => new(ErrorCodes.MountRefused, message);

    internal static MountException Failed(string message, Exception? inner = null) => new(ErrorCodes.MountFailed, message, inner);
}
