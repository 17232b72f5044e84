namespace SmolVM.Tool.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task A_word_that_is_no_command_is_a_usage_error()
    {
        using var console = new TestConsole();

        var exit = await console.RunAsync("mashine", "ls");

        Assert.Equal(2, exit);
        Assert.StartsWith("error: Unrecognized command or argument 'mashine'.\n", console.Error);
        Assert.Empty(console.Output);
    }

    [Fact]
    public void A_pipe_gets_rows_as_columns_of_text()
    {
        using var console = new TestConsole();

        console.Tool.Table(["NAME", "STATE"], [["a-long-name", "running"], ["b", "stopped"]]);

        Assert.Equal("NAME         STATE\na-long-name  running\nb            stopped\n", console.Output);
    }

    [Fact]
    public void A_terminal_gets_the_same_rows_in_a_frame()
    {
        using var console = new TestConsole(isTerminal: true);

        console.Tool.Table(["NAME", "STATE"], [["[red]", "running"]]);

        Assert.Contains("│ [red] │ running │", console.Output);
    }

    [Fact]
    public void A_step_is_drawn_over_by_the_next_and_taken_away_by_a_result()
    {
        using var console = new TestConsole(isTerminal: true);

        console.Tool.Report("one");
        console.Tool.Report("two");
        console.Tool.Line("done");

        Assert.Equal("\r\e[2Kone\r\e[2Ktwo\r\e[2K", console.Error);
        Assert.Equal("done\n", console.Output);
    }

    [Fact]
    public void A_pipe_gets_each_step_as_a_line()
    {
        using var console = new TestConsole();

        console.Tool.Report("one");
        console.Tool.Report("two");

        Assert.Equal("one\ntwo\n", console.Error);
    }
}
