using SmolVM.Tool.Tests.Terminals;

namespace SmolVM.Tool.Tests.Completion;

/// <summary>Shells that a person has set up with the lines of docs/tool.md.</summary>
public sealed class ShellTests : IDisposable
{
    const int Limit = 120_000;

    readonly ToolProgram tool = new();

    public ShellTests()
    {
        tool.PutOnPath();
        tool.Environment["HOME"] = tool["home"];
        tool.Environment["XDG_CONFIG_HOME"] = tool["home/.config"];
        tool.Write("work/a-file", "");
    }

    public void Dispose() => tool.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Bash_offers_the_words_that_begin_with_what_is_typed()
    {
        tool.Write("home/.bashrc", "PS1='ready> '\nsource <(dotnet-smolvm completion bash)\n");
        await using var typist = Typist.At(["bash", "-i"], tool.Environment, tool["work"]);

        await typist.SeeAsync("ready> ");
        await typist.TypeAsync("dotnet-smolvm machine st\t\t");

        Assert.Matches("\nstart +status +\\z", await typist.SeeAsync("stop"));
    }

    [Fact(Timeout = Limit)]
    public async Task Zsh_offers_the_words_that_begin_with_what_is_typed()
    {
        tool.Write("home/.zshrc", $"PROMPT='ready> '\n{Lines("completion.zsh")}");
        await using var typist = Typist.At(["zsh", "-i"], tool.Environment, tool["work"]);

        await typist.SeeAsync("ready> ");
        await typist.TypeAsync("dotnet-smolvm machine st\t");

        Assert.Matches("start +status +$", await typist.SeeAsync("stop"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("dotnet-smolvm machine st", "start\nstatus\nstop\n")]
    [InlineData("dotnet-smolvm pack create --im", "--image\n")]
    [InlineData("dotnet-smolvm image build a", "a-file\n")]
    public async Task Fish_offers_the_words_that_begin_with_what_is_typed(string typed, string words)
    {
        tool.Write("home/.config/fish/config.fish", Lines("completion.fish"));

        var result = await tool.StartAsync(["fish", "-c", "complete -C $argv[1]", typed], tool["work"]);

        Assert.Equal((words, ""), (result.EnsureSuccess().StandardOutput, result.StandardError));
    }

    static string Lines(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Scripts", name));
}
