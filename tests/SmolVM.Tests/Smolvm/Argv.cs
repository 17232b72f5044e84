using SmolVM.Smolvm;

namespace SmolVM.Tests.Smolvm;

/// <summary>An argv as a snapshot shows it, and the versions that the tests speak of.</summary>
static class Argv
{
    public static readonly SmolvmVersion V080 = new(0, 8, 0);
    public static readonly SmolvmVersion V102 = new(1, 0, 2);
    public static readonly SmolvmVersion V193 = new(1, 9, 3);

    public static string Lines(IReadOnlyList<string> argv) => string.Join('\n', argv);
}
