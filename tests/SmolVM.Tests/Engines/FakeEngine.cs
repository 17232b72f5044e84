using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Tests.Engines;

/// <summary>An engine that cannot do something, or cannot run here: no real one is like that on every host.</summary>
sealed class FakeEngine(
    string name, EngineCapabilities capabilities, bool usable = true, string code = ErrorCodes.ToolMissing) : IMachineEngine
{
    public IStoredMachines? Stored => null;

    public string Name => name;

    public EngineCapabilities Capabilities => capabilities;

    public int Probes { get; private set; }

    public MachineOptions? Refuses { get; init; }

    public void Check(MachineOptions options)
    {
        EngineRequirements.Ensure(this, options);
        if (ReferenceEquals(options, Refuses))
            throw new SmolVmException(ErrorCodes.Option, $"{name} does not take it");
    }

    public Task<EngineProbe> ProbeAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        Probes++;
        return Task.FromResult(new EngineProbe(usable, $"{name} says {usable}", [$"{name} was tried"])
        {
            Problem = usable ? null : new SmolVmException(code, $"{name} is missing"),
        });
    }

    public Task<Machine> StartAsync(MachineOptions options, IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Machine> StartAsync(PreparedState state, string? name, IProgress<string>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task PackAsync(string machine, string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
