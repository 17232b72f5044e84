using SmolVM.Errors;

namespace SmolVM.Packs;

/// <summary>A <c>.smolmachine</c> file cannot be written, or cannot be read. The code is <see cref="ErrorCodes.Pack"/>.</summary>
/// <param name="message">The fact, with the file and the value that was found, and the remedy.</param>
/// <param name="inner">What caused it, where another exception did.</param>
public sealed class PackException(string message, Exception? inner = null) : SmolVmException(ErrorCodes.Pack, message, inner)
{
    internal static PackException Refused(string path, string fact, Exception? inner = null) =>
        new($"The pack '{path}' is refused: {fact}. Make it or fetch it again.", inner);
}
