using SmolVM.Machines;
using Xunit;

namespace SmolVM.Xunit.Fixtures;

/// <summary>
/// What a failed test gets of its machine: what the console said during the test, as an attachment, and the end of it as output.
/// </summary>
internal static class TestEvidence
{
    const string Attachment = "smolvm-console";
    const int Lines = 20;

    public static void Attach(ITestContext test, string machine, string slice)
    {
        test.TestOutputHelper?.WriteLine(Describe(machine, slice));
        test.AddAttachment(Attachment, slice.Length == 0 ? "(nothing)" : slice);
    }

    internal static string Describe(string machine, string slice) => slice.Trim().Length == 0
        ? $"The console of the machine '{machine}' said nothing during this test."
        : $"The console of the machine '{machine}' during this test (tail): {ConsoleTail.Of(slice, Lines)}";
}
