namespace SmolVM.Errors;

/// <summary>A failure that a user can meet. The message is one sentence of fact and one of what to do.</summary>
/// <param name="code">A value of <see cref="ErrorCodes"/>.</param>
/// <param name="message">The fact, with the value that was given, and the remedy.</param>
/// <param name="inner">What caused it, where another exception did.</param>
public class SmolVmException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The code in the series <see cref="ErrorCodes"/>.</summary>
    public string Code { get; } = code;
}
