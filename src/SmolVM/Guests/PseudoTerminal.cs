namespace SmolVM.Guests;

/// <summary>The size of a pseudo-terminal in characters.</summary>
/// <param name="Columns">Characters in a line.</param>
/// <param name="Rows">Lines.</param>
public readonly record struct PseudoTerminal(ushort Columns, ushort Rows);
