using System.Runtime.CompilerServices;

namespace SmolVM.Tool.Tests;

/// <summary>docs/tool.md, from its first command to its last.</summary>
public sealed class PageTests : IAsyncDisposable
{
    readonly ToolProgram here = new ToolProgram().WithTheSharedCache();
    readonly ToolProgram reader = new();

    public async ValueTask DisposeAsync()
    {
        await reader.DeleteMachinesAsync();
        here.Dispose();
        reader.Dispose();
    }

    [Fact(Timeout = 600_000)]
    [Trait("Category", "Stress")]
    public async Task Doctor_image_and_kit_work_as_the_page_says()
    {
        // A reader's kit would be made now: that is what other tests look at.
        (await here.RunAsync("kit", "export", here["the.kit"])).EnsureSuccess();
        (await reader.RunAsync("kit", "import", here["the.kit"])).EnsureSuccess();
        reader.Write("rootfs/hello", "hello");
        reader.PutOnPath();

        var run = await reader.StartAsync(["bash", Script("doctor-image-kit.sh")], reader["."]);

        var said = run.EnsureSuccess().StandardOutput;
        Assert.Contains("Machines can be started here, by the qemu engine.", said);
        Assert.Contains($"{reader["rootfs"]}  directory  ", said);
        Assert.Contains(" -> " + reader["debian.kit"], said);
        Assert.EndsWith("complete -o default -F _dotnet_smolvm dotnet-smolvm\n", said);
    }

    [Fact(Timeout = 600_000)]
    public async Task Machines_work_as_the_page_says()
    {
        // Names of machines are a cache's own, so this one has its own, with the kit that there is.
        (await here.RunAsync("kit", "export", here["the.kit"])).EnsureSuccess();
        (await reader.RunAsync("kit", "import", here["the.kit"])).EnsureSuccess();
        reader.Write("project/build.sh", "echo built > /root/built\n");
        reader.PutOnPath();

        var run = await reader.StartAsync(["bash", Script("machine.sh")], reader["project"]);

        var said = run.EnsureSuccess().StandardOutput;
        Assert.Contains("\nbuild.sh\n", said);
        Assert.Contains("\ndev-2 ", said);
        Assert.EndsWith("built\nDeleted machine: dev-2\n", said);
    }

    static string Script(string name, [CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Scripts", name);
}
