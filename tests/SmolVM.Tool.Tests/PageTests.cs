using System.Runtime.CompilerServices;

namespace SmolVM.Tool.Tests;

/// <summary>docs/tool.md, section "doctor, image and kit", from its first command to its last.</summary>
public sealed class PageTests : IDisposable
{
    readonly ToolProgram here = new ToolProgram().WithTheSharedCache();
    readonly ToolProgram reader = new();

    public void Dispose()
    {
        here.Dispose();
        reader.Dispose();
    }

    [Fact(Timeout = 600_000)]
    public async Task Every_command_of_the_page_works_in_this_order()
    {
        // A reader's kit would be made now: that is what other tests look at.
        (await here.RunAsync("kit", "export", here["the.kit"])).EnsureSuccess();
        (await reader.RunAsync("kit", "import", here["the.kit"])).EnsureSuccess();
        reader.Write("rootfs/hello", "hello");
        reader.PutOnPath();

        var run = await reader.StartAsync(["bash", Script()], reader["."]);

        var said = run.EnsureSuccess().StandardOutput;
        Assert.Contains("Machines can be started here, by the qemu engine.", said);
        Assert.Contains($"{reader["rootfs"]}  directory  ", said);
        Assert.Contains(" -> " + reader["debian.kit"], said);
        Assert.EndsWith("complete -o default -F _dotnet_smolvm dotnet-smolvm\n", said);
    }

    static string Script([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Scripts", "doctor-image-kit.sh");
}
