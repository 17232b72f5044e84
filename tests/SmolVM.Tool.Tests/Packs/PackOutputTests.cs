using SmolVM.Processes;
using SmolVM.Tests.Packs;
using SmolVM.Tool.Packs;

namespace SmolVM.Tool.Tests.Packs;

public sealed class PackOutputTests : IDisposable
{
    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task The_executable_finds_its_pack_through_a_link_and_refuses_what_it_cannot_do()
    {
        folder.Write("it's an app.smolmachine", RawPack.OfManifest(RawPack.MinimalManifest).ToArray());
        await PackOutput.Of(folder["it's an app"]).WriteExecutableAsync(Token);
        File.CreateSymbolicLink(folder["link"], "it's an app");

        var info = await RunAsync("info");
        var start = await RunAsync("start");
        var run = await RunAsync();

        Assert.Contains("Image:       alpine:3.22\n", info.EnsureSuccess().StandardOutput, StringComparison.Ordinal);
        Assert.Equal(2, start.ExitCode);
        Assert.Equal("error: 'start' is no command of this pack. Use run or info.\n", start.StandardError);
        Assert.Contains("it's an app.smolmachine' has no entry point", run.StandardError, StringComparison.Ordinal);
    }

    Task<CommandResult> RunAsync(params string[] arguments) => new CommandRunner().RunAsync(
        new Command([folder["link"], .. arguments])
        {
            Environment = new Dictionary<string, string?>
            {
                ["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        },
        Token);
}
