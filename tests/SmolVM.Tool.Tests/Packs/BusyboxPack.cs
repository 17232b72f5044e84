namespace SmolVM.Tool.Tests.Packs;

/// <summary>A small pack for the tests of one class, with a shell and no entry point.</summary>
public sealed class BusyboxPack : IAsyncLifetime
{
    readonly TemporaryDirectory folder = new();

    public string Path => folder["app.smolmachine"];

    public async ValueTask InitializeAsync()
    {
        folder.Make("root/bin");
        File.Copy("/bin/busybox", folder["root/bin/busybox"]);
        foreach (var name in (string[])["sh", "stty", "sleep"])
            File.CreateSymbolicLink(folder[$"root/bin/{name}"], "busybox");
        (await ToolProcess.RunAsync("pack", "create", "--image", folder["root"], "-o", folder["app"])).Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
