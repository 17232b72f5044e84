using System.CommandLine;

namespace SmolVM.Tool.Tests;

/// <summary>What the commands say of themselves.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("machine")]
    [InlineData("machine run")]
    [InlineData("machine create")]
    [InlineData("machine start")]
    [InlineData("machine stop")]
    [InlineData("machine delete")]
    [InlineData("machine exec")]
    [InlineData("machine shell")]
    [InlineData("machine cp")]
    [InlineData("machine ls")]
    [InlineData("machine status")]
    [InlineData("machine update")]
    [InlineData("machine prune")]
    [InlineData("machine fork")]
    [InlineData("machine ssh")]
    [InlineData("machine logs")]
    [InlineData("machine data-dir")]
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
