namespace SmolVM.Machines;

/// <summary>Whether an engine can run machines on this host.</summary>
/// <param name="Usable">Whether it can.</param>
/// <param name="Summary">One line: the choice of accelerator and its reason, or what is missing and the command that mends it.</param>
/// <param name="Tried">A line for each thing that was looked at.</param>
public sealed record EngineProbe(bool Usable, string Summary, IReadOnlyList<string> Tried)
{
    /// <summary>What keeps the engine from running, with its code; null where it can run.</summary>
    public Errors.SmolVmException? Problem { get; init; }
}
