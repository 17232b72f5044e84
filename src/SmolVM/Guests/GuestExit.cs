namespace SmolVM.Guests;

/// <summary>How a program in a guest ended.</summary>
/// <param name="Code">The exit code; 0 when a signal ended it.</param>
/// <param name="Signal">The number of the signal that ended it, or null.</param>
public readonly record struct GuestExit(int Code, int? Signal = null)
{
    /// <summary>The exit code as a shell says it: 128 + n for a death by signal n.</summary>
    public int ShellCode => Signal is { } signal ? 128 + signal : Code;
}
