using SmolVM.Processes;

namespace SmolVM.Xunit.Tests.Infra;

/// <summary>How a run of a test project ended, and what its report says of each test.</summary>
sealed record ChildRun(CommandResult Process, IReadOnlyList<TestOutcome> Tests)
{
    public int ExitCode => Process.ExitCode;

    /// <summary>All that it printed, for a test of it that fails.</summary>
    public string Text => Process.StandardOutput + Process.StandardError;

    public TestOutcome this[string name] =>
        Tests.SingleOrDefault(test => test.Name.EndsWith(name, StringComparison.Ordinal))
        ?? throw new InvalidOperationException(
            $"There is no test {name} in the report, but {string.Join(", ", Tests.Select(test => test.Name))}.\n{Text}");
}

/// <summary>What a report says of a test.</summary>
/// <param name="Name">Class and method.</param>
/// <param name="Outcome"><c>passed</c>, <c>failed</c> or <c>skipped</c>.</param>
/// <param name="Message">The failure or the reason of the skip.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Console">The attachment with the console of its machine, or null.</param>
sealed record TestOutcome(string Name, string Outcome, string Message, string Output, string? Console);
