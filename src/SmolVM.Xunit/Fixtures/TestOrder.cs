using Xunit.v3;

namespace SmolVM.Xunit.Fixtures;

/// <summary>Whether tests of a fixture run one after another.</summary>
internal static class TestOrder
{
    /// <summary>The first version that can run tests of one class side by side.</summary>
    const int Parallel = 4;

    public static bool IsSerialWithin(FixtureScopeKind kind) =>
        kind != FixtureScopeKind.Assembly && typeof(IXunitTest).Assembly.GetName().Version?.Major < Parallel;
}
