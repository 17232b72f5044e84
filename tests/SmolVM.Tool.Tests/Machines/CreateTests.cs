using SmolVM.Machines;
using SmolVM.Tool.Tests.Packs;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>What machines are made of.</summary>
public sealed class CreateTests(BusyboxPack pack) : IClassFixture<BusyboxPack>, IAsyncDisposable
{
    const int Limit = 300_000;

    readonly ToolProgram tool = new ToolProgram().WithTheSharedCache();
    readonly string name = $"create-{Guid.NewGuid():N}"[..20];

    public async ValueTask DisposeAsync()
    {
        await MachineEngines.Stored("qemu").DeleteAsync(name);
        tool.Dispose();
    }

    // Where the pack is, so that it can be named by a relative path.
    async Task CreateAsync(params string[] words) =>
        (await tool.StartAsync([.. ToolProgram.Argv, "machine", "create", "--name", name, .. words], pack.Folder)).EnsureSuccess();

    async Task<MachineOptions> OptionsAsync() =>
        (await MachineEngines.Stored("qemu").FindAsync(name, TestContext.Current.CancellationToken))!.Options;

    [Fact(Timeout = Limit)]
    public async Task A_machine_from_a_pack_has_what_the_pack_says()
    {
        await CreateAsync("--from", pack.Path);

        var options = await OptionsAsync();

        Assert.Equal((pack.Path, 1, 300, false), (options.Image, options.Cpus, options.MemoryMiB, options.Network));
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_said_beside_a_pack_goes_before_it()
    {
        await CreateAsync("--from", pack.Path, "--cpus", "3", "--mem", "400", "--net");

        var options = await OptionsAsync();

        Assert.Equal((pack.Path, 3, 400, true), (options.Image, options.Cpus, options.MemoryMiB, options.Network));
    }

    [Theory(Timeout = Limit)]
    [InlineData("--from", "app.smolmachine")]
    [InlineData("--image", "./app.smolmachine")]
    [InlineData("--image", "root")]
    public async Task A_path_is_meant_from_where_the_machine_is_made(string option, string path)
    {
        await CreateAsync(option, path);

        Assert.Equal(Path.GetFullPath(path, pack.Folder), (await OptionsAsync()).Image);
    }

    [Theory(Timeout = Limit)]
    [InlineData("--storage=3", "--overlay=5", 5)]
    [InlineData("--overlay=5", "--storage=7", 7)]
    [InlineData("--storage=3", "--cpus=1", 3)]
    [InlineData("--overlay=4", "--cpus=1", 4)]
    public async Task The_disk_has_the_larger_of_both_sizes(string first, string second, int gibibytes)
    {
        await CreateAsync(first, second);

        Assert.Equal(gibibytes * 1024, (await OptionsAsync()).DiskMiB);
    }

    [Theory(Timeout = Limit)]
    [InlineData("--storage", "0", "Error: A machine cannot have a disk of 0 GiB. Give a number from 1 to 1024.")]
    [InlineData("--overlay", "1025", "Error: A machine cannot have a disk of 1025 GiB. Give a number from 1 to 1024.")]
    [InlineData("--from", "no.smolmachine", "Error: create from .smolmachine: file not found: no.smolmachine. Look for its name.")]
    [InlineData("--image", "./nowhere", "Error: There is no directory './nowhere'.")]
    public async Task What_no_machine_can_be_made_of_is_refused(string option, string value, string said)
    {
        using var console = new TestConsole();

        var exit = await console.RunAsync("machine", "create", "--name", name, option, value);

        Assert.Equal((1, ""), (exit, console.Output));
        Assert.StartsWith(said, console.Error);
        Assert.Null(await MachineEngines.Stored("qemu").FindAsync(name, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Limit)]
    [Trait("Category", "Stress")]
    public async Task A_machine_from_a_pack_boots_and_keeps_what_it_writes_on_a_disk_of_its_size()
    {
        await CreateAsync("--from", "app.smolmachine", "--storage", "2");
        var folder = (await ToolAsync("data-dir")).Trim();

        await ToolAsync("start");
        var said = await ToolAsync("exec", "--", "/bin/sh", "-c", "echo kept > /kept");
        await ToolAsync("stop");
        await ToolAsync("start");
        var kept = await ToolAsync("exec", "--", "/bin/busybox", "cat", "/kept");

        Assert.Equal(("", "kept\n"), (said, kept));
        Assert.Equal(2L << 30, new FileInfo(Path.Combine(folder, "disk.ext4")).Length);
    }

    async Task<string> ToolAsync(string verb, params string[] words) =>
        (await ToolProcess.RunAsync(["machine", verb, "--name", name, .. words])).Succeeded();
}
