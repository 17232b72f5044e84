namespace SmolVM.Tool.Tests.Packs;

/// <summary>A small pack for the tests of one class, with a shell and no entry point, of one processor and 300 MiB.</summary>
public sealed class BusyboxPack : IAsyncLifetime
{
    readonly TemporaryDirectory folder = new();

    /// <summary>Where it is, and beside it the directory <c>root</c> that it was made of.</summary>
    public string Folder => folder.Path;

    public string Path => folder["app.smolmachine"];

    public async ValueTask InitializeAsync()
    {
        folder.Make("root/bin");
        File.Copy("/bin/busybox", folder["root/bin/busybox"]);
        foreach (var name in (string[])["sh", "stty", "sleep"])
            File.CreateSymbolicLink(folder[$"root/bin/{name}"], "busybox");
        (await ToolProcess.RunAsync("pack", "create", "--image", folder["root"], "--cpus", "1", "--mem", "300", "-o", folder["app"])).Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
