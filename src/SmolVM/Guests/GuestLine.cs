namespace SmolVM.Guests;

/// <summary>A line that a program in a guest wrote.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">Whether it came on standard error.</param>
public readonly record struct GuestLine(string Text, bool IsError);
