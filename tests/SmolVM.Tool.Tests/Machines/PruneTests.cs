namespace SmolVM.Tool.Tests.Machines;

/// <summary>Machines are pruned, in a cache that has no others.</summary>
public sealed class PruneTests : IAsyncDisposable
{
    readonly ToolProgram tool = new();
    readonly ToolProgram here = new ToolProgram().WithTheSharedCache();

    public async ValueTask DisposeAsync()
    {
        await tool.DeleteMachinesAsync();
        tool.Dispose();
        here.Dispose();
    }

    [Fact(Timeout = 300_000)]
    public async Task Machines_whose_shared_folder_has_gone_are_removed_and_with_all_the_others_too()
    {
        tool.Write("gone/file", "");
        tool.Write("there/file", "");
        await ToolAsync("create", "--name", "lost", "--mount", tool["gone"]);
        await ToolAsync("create", "--name", "mounting", "--mount", tool["there"]);
        await ToolAsync("create", "--name", "plain");
        Directory.Delete(tool["gone"], recursive: true);

        var pruned = await ToolAsync("prune");
        var kept = await NamesAsync();
        var looked = await ToolAsync("prune", "--all", "--dry-run");
        var keptStill = await NamesAsync();
        var prunedAll = await ToolAsync("prune", "--all");
        var nothing = await ToolAsync("prune", "--all");

        Assert.Equal("Deleted machine: lost\n", pruned);
        Assert.Equal(["mounting", "plain"], kept);
        Assert.Equal("Would delete machine: mounting\nWould delete machine: plain\n", looked);
        Assert.Equal(kept, keptStill);
        Assert.Equal("Deleted machine: mounting\nDeleted machine: plain\n", prunedAll);
        Assert.Equal("", nothing);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(tool.Cache, "machines")));
    }

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task A_machine_that_runs_is_kept_whatever_became_of_its_folder()
    {
        // An image would be made for this cache; the root of the host needs none.
        (await here.RunAsync("kit", "export", here["the.kit"])).EnsureSuccess();
        (await tool.RunAsync("kit", "import", here["the.kit"])).EnsureSuccess();
        tool.Write("gone/file", "");
        await ToolAsync("create", "--name", "runs", "--image", "host", "--mount", $"{tool["gone"]}:/mnt");
        await ToolAsync("create", "--name", "idle");
        await ToolAsync("start", "--name", "runs");
        Directory.Delete(tool["gone"], recursive: true);

        var pruned = await ToolAsync("prune");
        var prunedAll = await ToolAsync("prune", "--all");
        var said = await ToolAsync("exec", "--name", "runs", "echo", "still here");

        Assert.Equal(("", "Deleted machine: idle\n", "still here\n"), (pruned, prunedAll, said));
        Assert.Equal(["runs"], await NamesAsync());
    }

    async Task<string> ToolAsync(string verb, params string[] words) =>
        (await tool.RunAsync(["machine", verb, .. words])).EnsureSuccess().StandardOutput;

    async Task<IEnumerable<string?>> NamesAsync() =>
        from machine in (await tool.JsonAsync("machine", "ls", "--json")).EnumerateArray() select machine.GetProperty("name").GetString();
}
