using SmolVM.Smolvm;
using SmolVM.Tests.Contract;

namespace SmolVM.Tests.Smolvm;

public sealed class SmolvmFailuresTests
{
    /// <summary>Every text that the contract lists, with its reason there.</summary>
    public static TheoryData<string, string> Texts
    {
        get
        {
            var texts = new TheoryData<string, string>();
            foreach (var error in CliContract.Part("errors").EnumerateArray().Where(error => !error.TryGetProperty("exit", out _)))
            {
                foreach (var pattern in error.GetProperty("patterns").EnumerateArray())
                    texts.Add(
                        error.GetProperty("code").GetString()!, pattern.GetString()!.Replace("…", "agent-xyz", StringComparison.Ordinal));
            }
            return texts;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Each_text_of_the_contract_has_its_reason(string reason, string text) =>
        Assert.Equal(reason, SmolvmFailures.Of(1, $"Error: agent operation failed: start machine: {text} and more\n").ToString());

    [Fact]
    public void A_locked_database_is_not_a_broken_one() => Assert.Equal(
        SmolvmFailure.DatabaseBusy,
        SmolvmFailures.Of(1, "Error: database operation failed: read machines: database is locked\n"));

    [Fact]
    public void A_wrong_usage_is_known_by_its_code() =>
        Assert.Equal(SmolvmFailure.Usage, SmolvmFailures.Of(2, "error: Found argument '-n'"));

    [Fact]
    public void A_crash_is_known_by_its_code_and_words() =>
        Assert.Equal(SmolvmFailure.Crashed, SmolvmFailures.Of(101, "thread 'main' panicked at src/main.rs:1"));

    [Theory]
    [InlineData(1, "", "Error: machine 'a' not found\n", SmolvmFailure.NotFound)]
    [InlineData(1, "", "warning: x\nError: agent operation failed: run: the guest\n  went away\n", SmolvmFailure.Unknown)]
    [InlineData(101, "", "thread 'main' panicked at x", SmolvmFailure.Crashed)]
    [InlineData(124, "", "", SmolvmFailure.TimedOut)]
    public void The_programs_own_failure_of_an_exec_is_told(int exitCode, string output, string error, SmolvmFailure reason) =>
        Assert.Equal(reason, SmolvmFailures.OfExec(exitCode, output, error, limited: true));

    [Theory]
    [InlineData(0, "", "Error: not really\n")]
    [InlineData(1, "some output", "Error: the guest's own words\n")]
    [InlineData(1, "", "Error: first\nthen something else\n")]
    [InlineData(1, "", "")]
    [InlineData(2, "", "error: the guest's\n")]
    [InlineData(101, "", "no panic")]
    [InlineData(137, "", "")]
    public void The_guests_own_exit_code_is_not_taken_for_a_failure(int exitCode, string output, string error) =>
        Assert.Null(SmolvmFailures.OfExec(exitCode, output, error, limited: true));

    [Fact]
    public void Without_a_limit_124_is_the_guests() => Assert.Null(SmolvmFailures.OfExec(124, "", "", limited: false));
}
