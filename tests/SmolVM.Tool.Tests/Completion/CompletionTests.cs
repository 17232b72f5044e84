using SmolVM.Tool.Completion;

namespace SmolVM.Tool.Tests.Completion;

public sealed class CompletionTests : IDisposable
{
    const int Limit = 120_000;

    readonly ToolProgram tool = new();

    public void Dispose() => tool.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("dotnet-smolvm ima", "image")]
    [InlineData("dotnet-smolvm machine st", "start status stop")]
    [InlineData("dotnet-smolvm image b", "build")]
    [InlineData("dotnet-smolvm image build b", "base")]
    [InlineData("dotnet-smolvm image prune --d", "--dry-run")]
    [InlineData("dotnet-smolvm completion z", "zsh")]
    public async Task Bash_completes_what_is_typed(string typed, string words)
    {
        tool.PutOnPath();

        var result = await tool.StartAsync(["bash", "-c", """
            source <(dotnet-smolvm completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            _dotnet_smolvm dotnet-smolvm "${1##* }"
            complete -p dotnet-smolvm >&2
            echo "${COMPREPLY[@]}"
            """, "bash", typed]);

        Assert.Equal(words + "\n", result.EnsureSuccess().StandardOutput);
        Assert.Equal("complete -o default -F _dotnet_smolvm dotnet-smolvm\n", result.StandardError);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("fish")]
    [InlineData("zsh")]
    public async Task The_script_of_each_shell(string shell)
    {
        var console = new TestConsole();

        await console.RunAsync("completion", shell);

        await Verify(console.Output.TrimEnd('\n'));
    }

    [Fact]
    public void There_is_a_script_for_each_shell_that_is_offered() =>
        Assert.All(CompletionScript.Shells, shell => Assert.Contains("[suggest:", CompletionScript.Of(shell), StringComparison.Ordinal));
}
