using SmolVM.Machines;

namespace SmolVM;

/// <summary>The engine that runs machines here.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Reason">One line for people: which engine and accelerator, and why.</param>
public sealed record EngineChoice(IMachineEngine Engine, string Reason);
