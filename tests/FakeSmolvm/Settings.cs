namespace FakeSmolvm;

/// <summary>What a call is told by its environment.</summary>
/// <param name="Version">FAKE_SMOLVM_VERSION: the version to be, such as 0.8.0.</param>
/// <param name="Home">FAKE_SMOLVM_HOME: the directory with machines, states and the log of calls.</param>
/// <param name="Faults">FAKE_SMOLVM_FAULT: what goes wrong, as <see cref="FakeSmolvm.Faults.FaultPlan"/> reads it; may be empty.</param>
sealed record Settings(Version Version, string Home, string Faults)
{
    public static Settings OfEnvironment() => new(
        Version.Parse(Required("FAKE_SMOLVM_VERSION")),
        Path.GetFullPath(Required("FAKE_SMOLVM_HOME")),
        Environment.GetEnvironmentVariable("FAKE_SMOLVM_FAULT") ?? "");

    static string Required(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set, and this fake of smolvm needs it.");
}
