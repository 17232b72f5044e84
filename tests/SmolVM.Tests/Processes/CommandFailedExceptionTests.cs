using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class CommandFailedExceptionTests
{
    static readonly string[] Argv = ["mkfs.erofs", "-zlz4", "a b.img", "/the/root"];

    static string Message(int exitCode, string output, string error) =>
        new CommandFailedException(new CommandResult(Argv, exitCode, output, error, TimeSpan.FromMilliseconds(1234))).Message;

    [Fact]
    public Task Message_shows_argv_exit_code_time_and_both_streams() =>
        Verify(Message(1, "mkfs.erofs 1.5\n", "<E> erofs: failed to open\n<E> erofs: no space left\n"));

    [Fact]
    public Task Message_shows_the_tails_of_long_streams() => Verify(Message(
        137, "", string.Join('\n', Enumerable.Range(1, 100).Select(line => $"line {line}")) + "\n\n"));

    [Fact]
    public void Message_stays_short_when_a_line_is_long() =>
        Assert.EndsWith("\n  …" + new string('x', 4000), Message(1, new string('x', 5000), ""), StringComparison.Ordinal);

    [Fact]
    public Task Message_says_what_was_empty() => Verify(Message(2, "", ""));
}
