using System.Text.RegularExpressions;

namespace SmolVM.Xunit.Tests.Verbs;

/// <summary>Failure texts without what differs from run to run.</summary>
static partial class FailureText
{
    public static string WithoutTimes(string text) => Seconds().Replace(text, "after {time} s");

    [GeneratedRegex(@"after \d+\.\d s")]
    private static partial Regex Seconds();
}
