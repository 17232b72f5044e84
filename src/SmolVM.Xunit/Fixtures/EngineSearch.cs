using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Smolvm;

namespace SmolVM.Xunit.Fixtures;

/// <summary>The engine for a fixture, or the line why there is none. A wrong setting is neither: it is thrown.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Reason">Why this one, or why none.</param>
internal sealed record EngineSearch(IMachineEngine? Engine, string Reason)
{
    const string Required = "SMOLVM_REQUIRED";

    /// <summary>What a host may lack through no fault of the tests.</summary>
    static readonly string[] NotHere = [ErrorCodes.NoEngine, ErrorCodes.ToolMissing, ErrorCodes.ToolTooOld, ErrorCodes.HostNotSupported];

    static readonly SmolvmFailure[] NotHereEither =
    [
        SmolvmFailure.KvmMissing, SmolvmFailure.KvmPermission, SmolvmFailure.HypervisorMissing, SmolvmFailure.LibrariesMissing,
        SmolvmFailure.AgentRootfsMissing,
    ];

    public static async Task<EngineSearch> RunAsync(FixtureRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        // A name that no engine has is no lack of this host.
        MachineEngines.EnsureKnown(request.Engine);
        MachineEngines.EnsureKnown(Environment.GetEnvironmentVariable("SMOLVM_ENGINE"));
        try
        {
            var choice = await MachineEngines.ChooseAsync(request.Engine, request.Machine, progress, cancellationToken);
            return new(choice.Engine, choice.Reason);
        }
        catch (SmolVmException e) when (IsLackOfHost(e) && !IsRequired())
        {
            return new(null, $"No machine can run on this host: {OneLine(e.Message)} ({e.Code}; with {Required}=1 this is a failure)");
        }
    }

    internal static string OneLine(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join("; ", lines).Replace(":;", ":", StringComparison.Ordinal);
    }

    static bool IsLackOfHost(SmolVmException e) =>
        NotHere.Contains(e.Code) || (e is SmolvmException program && NotHereEither.Contains(program.Reason));

    static bool IsRequired() => Environment.GetEnvironmentVariable(Required) == "1";
}
