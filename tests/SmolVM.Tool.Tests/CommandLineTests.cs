namespace SmolVM.Tool.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void A_word_that_is_no_command_is_refused()
    {
        var parsed = ToolCommand.Create().Parse("mashine ls");

        Assert.Equal("Unrecognized command or argument 'mashine'.", parsed.Errors[0].Message);
    }
}
