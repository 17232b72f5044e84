using Xunit.v3;

namespace SmolVM.Xunit;

/// <summary>No engine can run machines on this host: xunit skips a test that throws this.</summary>
/// <param name="reason">What was looked at and what to do, in one line.</param>
public sealed class VmUnavailableException(string reason) : Exception(DynamicSkipToken.Value + reason)
{
    /// <summary>What was looked at and what to do, in one line.</summary>
    public string Reason { get; } = reason;
}
