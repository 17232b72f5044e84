using SmolVM.Machines;

namespace SmolVM.Tool.Doctor;

/// <summary>What the probes of the engines say.</summary>
internal static class EngineFindings
{
    /// <summary>A finding for each engine.</summary>
    /// <param name="probes">The engines in the order in which they are tried, each with what its probe said.</param>
    /// <param name="asked">The name that SMOLVM_ENGINE asks for; null where any engine will do.</param>
    public static IEnumerable<Finding> Of(IReadOnlyList<(string Engine, EngineProbe Probe)> probes, string? asked) =>
        from probed in probes
        let wanted = asked is null ? !probes.Any(other => other.Probe.Usable) : asked == probed.Engine
        let state = probed.Probe.Usable ? FindingState.Ok : wanted ? FindingState.Missing : FindingState.Note
        let passed = asked is null || asked == probed.Engine ? "" : $" (not used: SMOLVM_ENGINE says {asked})"
        select new Finding($"engine {probed.Engine}", state, Text(probed.Probe) + passed);

    /// <summary>The engine that would run a machine; null where none can.</summary>
    public static string? Chosen(IReadOnlyList<(string Engine, EngineProbe Probe)> probes, string? asked) =>
        probes.Where(probed => probed.Probe.Usable && (asked is null || asked == probed.Engine)).Select(probed => probed.Engine).FirstOrDefault();

    static string Text(EngineProbe probe) => string.Join("; ", probe.Tried.Append(probe.Summary).Distinct());
}
