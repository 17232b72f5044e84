using System.CommandLine;

namespace SmolVM.Tool.Tests;

/// <summary>What the commands say of themselves; those of <c>machine</c> are in its own tests.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("pack")]
    [InlineData("pack create")]
    [InlineData("pack inspect")]
    [InlineData("pack run")]
    [InlineData("image")]
    [InlineData("image build")]
    [InlineData("image ls")]
    [InlineData("image prune")]
    [InlineData("kit")]
    [InlineData("kit build")]
    [InlineData("kit export")]
    [InlineData("kit import")]
    [InlineData("doctor")]
    [InlineData("completion")]
    public async Task Help_of(string command)
    {
        using var console = new TestConsole();

        await console.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        await Verify(console.Output.Replace(RootCommand.ExecutableName, "dotnet smolvm", StringComparison.Ordinal).TrimEnd());
    }
}
