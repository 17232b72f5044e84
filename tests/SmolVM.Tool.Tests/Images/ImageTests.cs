using SmolVM.Images;
using SmolVM.Machines;

namespace SmolVM.Tool.Tests.Images;

public sealed class ImageTests : IDisposable
{
    const int Limit = 600_000;

    readonly ToolProgram tool = new();

    public void Dispose() => tool.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_directory_is_made_an_image_that_is_listed_and_removed_when_nothing_uses_it()
    {
        var root = Path.GetDirectoryName(tool.Write("root/hello", "hello"))!;

        var built = await tool.RunAsync("image", "build", root);
        var listed = (await tool.JsonAsync("image", "ls", "--json"))[0];
        var young = await tool.RunAsync("image", "prune");
        // Not --all: frozen machines in memory are those of every cache of this user.
        File.SetLastWriteTimeUtc(Path.Combine(listed.GetProperty("path").GetString()!, CacheHold.FileName), DateTime.UtcNow.AddDays(-31));
        var looked = await tool.RunAsync("image", "prune", "--dry-run");
        var pruned = await tool.RunAsync("image", "prune");

        Assert.EndsWith("/root.erofs\n", built.EnsureSuccess().StandardOutput);
        Assert.Equal(root, listed.GetProperty("name").GetString());
        Assert.Equal("directory", listed.GetProperty("kind").GetString());
        Assert.False(listed.GetProperty("in_use").GetBoolean());
        Assert.Equal("Removed 0, 0 MiB.\n", young.EnsureSuccess().StandardError);
        Assert.Equal(looked.EnsureSuccess().StandardOutput, pruned.EnsureSuccess().StandardOutput);
        Assert.StartsWith($"directory {root} (", pruned.StandardOutput);
        Assert.Equal(0, (await tool.JsonAsync("image", "ls", "--json")).GetArrayLength());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(tool.Cache, "images")));
    }

    [Fact(Timeout = Limit)]
    public async Task A_host_image_needs_no_making()
    {
        var built = await tool.RunAsync("image", "build", "host");

        Assert.Equal("host is used as it is: there is nothing to make\n", built.EnsureSuccess().StandardOutput);
    }

    [Fact(Timeout = Limit)]
    public async Task An_image_that_is_not_there_is_refused()
    {
        var built = await tool.RunAsync("image", "build", "bsae");

        Assert.Equal(1, built.ExitCode);
        Assert.StartsWith("Error: There is no image 'bsae'.", built.StandardError);
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_running_machine_stands_on_is_not_removed()
    {
        var (engine, _) = await MachineEngines.ChooseAsync("qemu", cancellationToken: TestContext.Current.CancellationToken);
        await using var machine = await engine.StartAsync(new MachineOptions(), cancellationToken: TestContext.Current.CancellationToken);

        var lines = (await tool.WithTheSharedCache().JsonAsync("image", "ls", "--all", "--json")).EnumerateArray().ToList();
        var pruned = await tool.RunAsync("image", "prune", "--all", "--dry-run");

        Assert.Contains(lines, line => line.GetProperty("name").GetString() == "base" && line.GetProperty("in_use").GetBoolean());
        Assert.Contains(lines, line => line.GetProperty("kind").GetString() == "kit" && line.GetProperty("in_use").GetBoolean());
        Assert.Contains(lines, line => line.GetProperty("kind").GetString() == "template" && line.GetProperty("in_use").GetBoolean());
        Assert.DoesNotContain("base base ", pruned.EnsureSuccess().StandardOutput);
    }

    [Theory]
    [InlineData("--older-than", "soon", "error: 'soon' is no time for '--older-than': write a number and d, h, m or s, such as 30d\n")]
    [InlineData("--all", "--older-than=3d", "error: the argument '--all' cannot be used with '--older-than <TIME>'\n")]
    public async Task A_time_that_means_nothing_is_a_usage_error(string first, string second, string said)
    {
        var console = new TestConsole();

        var exit = await console.RunAsync("image", "prune", first, second);

        Assert.Equal(2, exit);
        Assert.StartsWith(said, console.Error);
    }
}
