using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Tool.Tests.Kits;

public sealed class KitTests : IDisposable
{
    const int Limit = 600_000;
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly ToolProgram here = new ToolProgram().WithTheSharedCache();
    readonly ToolProgram there = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task A_kit_that_is_exported_on_one_host_is_booted_by_another_that_imports_it()
    {
        var own = await new QemuEngine().KitAsync(null, Token);

        var exported = await here.RunAsync("kit", "export", here["the.kit"]);
        var imported = await there.RunAsync("kit", "import", here["the.kit"]);
        var kit = await new QemuEngine(new CommandRunner(), new SmolCache(there.Cache), "tcg").KitAsync(null, Token);

        Assert.Equal($"Linux {own.KernelRelease} -> {here["the.kit"]}\n", exported.EnsureSuccess().StandardOutput);
        Assert.StartsWith($"Linux {own.KernelRelease} in {there.Cache}/kits/", imported.EnsureSuccess().StandardOutput);
        Assert.Equal(own.Key, kit.Key);
        Assert.StartsWith(there.Cache, kit.Kernel);
        Assert.Equal([Private, Private], new[] { here["the.kit"], kit.SshIdentity }.Select(Mode));
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_that_holds_no_kit_is_refused_and_changes_nothing()
    {
        var imported = await there.RunAsync("kit", "import", there.Write("no.kit", "nothing"));

        Assert.Equal(1, imported.ExitCode);
        Assert.Contains("no.kit' holds no kit: ", imported.StandardError);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(there.Cache, "kits")));
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var imported = await there.RunAsync("kit", "import", there["no.kit"]);

        Assert.Equal(1, imported.ExitCode);
        Assert.StartsWith($"Error: There is no file '{there["no.kit"]}'.", imported.StandardError);
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task A_machine_boots_from_an_imported_kit_and_the_root_of_its_host()
    {
        (await here.RunAsync("kit", "export", here["the.kit"])).EnsureSuccess();
        (await there.RunAsync("kit", "import", here["the.kit"])).EnsureSuccess();
        var engine = new QemuEngine(new CommandRunner(), new SmolCache(there.Cache), "tcg", "off");

        await using var machine = await engine.StartAsync(new MachineOptions { Image = "host" }, cancellationToken: Token);
        var said = await machine.ExecAsync("uname -r", cancellationToken: Token);

        var kit = await engine.KitAsync(null, Token);
        Assert.Equal(kit.KernelRelease + "\n", said.EnsureSuccess().StandardOutput);
    }

    static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
