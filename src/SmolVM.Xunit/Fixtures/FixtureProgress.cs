using Xunit;

namespace SmolVM.Xunit.Fixtures;

/// <summary>
/// Steps that take long, such as the first preparation of an image: to standard error, where somebody who waits sees them (xunit hides
/// diagnostic messages unless it is asked for them), and to those.
/// </summary>
internal sealed class FixtureProgress : IProgress<string>
{
    public void Report(string value)
    {
        Console.Error.WriteLine($"smolvm: {value}");
        TestContext.Current.SendDiagnosticMessage("smolvm: {0}", value);
    }
}
