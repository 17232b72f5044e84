using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Qemu;
using SmolVM.Smolvm;

namespace SmolVM;

/// <summary>Probes the engines and chooses one. Every entry (library, MSBuild, tests) chooses here.</summary>
public static class MachineEngines
{
    const string Variable = "SMOLVM_ENGINE";
    const string Auto = "auto";

    // In the order in which `auto` tries them.
    static readonly (string Name, Func<IMachineEngine> Make)[] Makers =
        [("smolvm", () => new SmolvmEngine()), ("qemu", () => new QemuEngine())];

    /// <summary>Refuses a name that is no engine's.</summary>
    /// <param name="name">The value of SmolEngine or SMOLVM_ENGINE; null or empty is <c>auto</c>.</param>
    /// <exception cref="SmolVmException">No engine has this name.</exception>
    public static void EnsureKnown(string? name)
    {
        if (!string.IsNullOrEmpty(name) && name != Auto && !Makers.Any(engine => engine.Name == name))
            throw new SmolVmException(
                ErrorCodes.NoEngine,
                $"There is no engine '{name}'. Use one of: {Auto}, {string.Join(", ", Makers.Select(engine => engine.Name))}.");
    }

    /// <summary>Chooses the engine for machines with these options.</summary>
    /// <param name="name">An engine's name or <c>auto</c>; the variable SMOLVM_ENGINE, else <c>auto</c>, when null or empty.</param>
    /// <param name="options">What the engine must be able to make; a plain machine when null.</param>
    /// <param name="progress">Gets a line for each step that takes long (the first probe of KVM boots a machine).</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <returns>The engine and why it was chosen.</returns>
    /// <exception cref="SmolVmException">
    /// The name is not known, the options are refused, or no engine can run machines here; the message says what is missing for each.
    /// </exception>
    public static async Task<EngineChoice> ChooseAsync(
        string? name = null, MachineOptions? options = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var (candidates, asked) = Candidates(name);
        return await ChooseAsync([.. candidates], asked is null, options ?? new MachineOptions(), progress, cancellationToken);
    }

    /// <summary>The machines that outlive the process that made them. Nothing is probed: whoever made one has done that.</summary>
    /// <param name="name">An engine's name or <c>auto</c>; the variable SMOLVM_ENGINE, else <c>auto</c>, when null or empty.</param>
    /// <returns>Those of the first engine that has any.</returns>
    /// <exception cref="SmolVmException">The name is not known, or the engine has no such machines.</exception>
    public static IStoredMachines Stored(string? name = null)
    {
        var (candidates, asked) = Candidates(name);
        return candidates.Select(engine => engine.Stored).FirstOrDefault(found => found is not null) ?? throw new SmolVmException(
            ErrorCodes.NoEngine,
            $"The engine '{asked}' has no machines that outlive the process that made them. Choose qemu with SmolEngine or SMOLVM_ENGINE.");
    }

    /// <summary>Every engine, in the order in which they are tried.</summary>
    internal static IReadOnlyList<IMachineEngine> All() => [.. Makers.Select(engine => engine.Make())];

    /// <summary>The one engine that is asked for by name or by the variable; null where any will do.</summary>
    /// <exception cref="SmolVmException">No engine has this name.</exception>
    internal static string? Asked(string? name = null)
    {
        var asked = string.IsNullOrEmpty(name) ? Environment.GetEnvironmentVariable(Variable) : name;
        EnsureKnown(asked);
        return asked is null or "" or Auto ? null : asked;
    }

    static (IEnumerable<IMachineEngine> Engines, string? Asked) Candidates(string? name)
    {
        var asked = Asked(name);
        return (Makers.Where(engine => asked is null || engine.Name == asked).Select(engine => engine.Make()), asked);
    }

    internal static async Task<EngineChoice> ChooseAsync(
        IReadOnlyList<IMachineEngine> candidates, bool mayPass, MachineOptions options, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var (tried, problems) = (new List<string>(), new List<SmolVmException?>());
        foreach (var engine in candidates)
        {
            if (mayPass && EngineRequirements.Missing(engine, options) is var missing and not EngineCapabilities.None)
            {
                tried.Add($"{engine.Name}: cannot do {missing}");
                continue;
            }
            try
            {
                engine.Check(options);
            }
            // Another engine may take what this one does not; what none takes is refused in the words of the last.
            catch (SmolVmException e) when (mayPass && engine != candidates[^1])
            {
                tried.Add($"{engine.Name}: {e.Message}");
                continue;
            }
            var probe = await engine.ProbeAsync(progress, cancellationToken);
            // Some know what they can do when they have looked at their program.
            if (probe.Usable && mayPass && EngineRequirements.Missing(engine, options) is var lacking and not EngineCapabilities.None)
            {
                tried.Add($"{engine.Name}: {probe.Summary} cannot do {lacking}");
                continue;
            }
            if (probe.Usable)
                return new EngineChoice(engine, $"engine {engine.Name}: {probe.Summary}");
            problems.Add(probe.Problem);
            // Only what is to be mended, not what was found in order on the way.
            tried.Add($"{engine.Name}: {probe.Summary}");
        }
        // With no other engine to turn to, its own code says more than "no engine". One that is not installed is none to turn to.
        if ((candidates.Count == 1 ? problems : problems.FindAll(problem => problem?.Code != ErrorCodes.ToolMissing)) is [{ } only])
            throw only;
        throw new SmolVmException(
            ErrorCodes.NoEngine, $"No engine can run machines here. Mend one of these:\n  {string.Join("\n  ", tried)}");
    }
}
