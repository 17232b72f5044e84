using System.CommandLine;

namespace SmolVM.Tool.Tests.Machines;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("create")]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("delete")]
    [InlineData("exec")]
    [InlineData("shell")]
    [InlineData("cp")]
    [InlineData("ls")]
    [InlineData("status")]
    [InlineData("update")]
    [InlineData("prune")]
    [InlineData("fork")]
    [InlineData("ssh")]
    [InlineData("logs")]
    [InlineData("data-dir")]
    public async Task Help_of(string command)
    {
        using var console = new TestConsole();

        await console.RunAsync(["machine", .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        await Verify(console.Output.Replace(RootCommand.ExecutableName, "dotnet smolvm", StringComparison.Ordinal).TrimEnd());
    }
}
