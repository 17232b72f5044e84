using System.CommandLine;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Run;
using SmolVM.Tool.Machines;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Tests.Machines;

/// <summary>The mounts of <c>machine create</c>.</summary>
public sealed class MountOptionTests : IAsyncDisposable
{
    readonly TemporaryDirectory host = new();
    readonly string name = $"mounts-{Guid.NewGuid():N}"[..20];

    public MountOptionTests()
    {
        host.Make("a");
        host.Make("b");
    }

    public async ValueTask DisposeAsync()
    {
        await MachineEngines.Stored("qemu").DeleteAsync(name);
        host.Dispose();
    }

    static async Task<MachineOptions> ReadAsync(params string[] words)
    {
        var set = new MachineOptionSet();
        var command = new Command("create");
        set.AddTo(command);
        using var console = new TestConsole();
        using var interruptions = new Interruptions();
        var parsed = command.Parse(words);
        Assert.Empty(parsed.Errors);
        return await set.ReadAsync(new ToolCall(parsed, console.Tool, interruptions), "name");
    }

    [Fact]
    public async Task One_directory_is_the_workspace()
    {
        var options = await ReadAsync("--mount", host["a"]);

        Assert.Equal([new WorkspaceMount(host["a"], "/workspace")], options.Mounts);
    }

    [Fact]
    public async Task A_directory_may_have_its_place_in_the_guest()
    {
        var options = await ReadAsync("--mount", $"{host["a"]}:/code");

        Assert.Equal([new WorkspaceMount(host["a"], "/code")], options.Mounts);
    }

    [Fact]
    public async Task Two_directories_are_mounted_in_their_order()
    {
        var options = await ReadAsync("--mount", host["a"], "--mount", $"{host["b"]}:/data");

        Assert.Equal([new WorkspaceMount(host["a"], "/workspace-0"), new WorkspaceMount(host["b"], "/data")], options.Mounts);
    }

    [Fact]
    public async Task Without_the_option_nothing_is_mounted() => Assert.Empty((await ReadAsync()).Mounts);

    [Fact]
    public async Task The_guests_writes_stay_in_the_guest_unless_they_are_let_out()
    {
        var kept = await ReadAsync("--mount", host["a"]);
        var let = await ReadAsync("--mount", host["a"], "--mount", $"{host["b"]}:/b", "--writable-mounts");

        Assert.Equal([false], kept.Mounts.Select(mount => mount.Writable));
        Assert.Equal([true, true], let.Mounts.Select(mount => mount.Writable));
    }

    [Fact]
    public async Task A_volume_is_writable_unless_it_is_read_only()
    {
        var options = await ReadAsync("-v", $"{host["a"]}:/a", "-v", $"{host["b"]}:/b:ro", "--writable-mounts");

        Assert.Equal(
            [new WorkspaceMount(host["a"], "/a", writable: true), new WorkspaceMount(host["b"], "/b")], options.Mounts);
    }

    [Fact]
    public async Task Mounts_without_an_engine_are_made_by_qemu()
    {
        using var console = new TestConsole();

        await console.RunAsync("machine", "create", "--name", name, "--mount", host["a"]);
        var made = await MachineEngines.Stored("qemu").FindAsync(name, TestContext.Current.CancellationToken);

        Assert.Equal("qemu", made?.Engine);
    }

    [Fact]
    public async Task An_engine_that_was_named_stays_the_one_and_says_what_it_cannot()
    {
        using var console = new TestConsole();

        var exit = await console.RunAsync("machine", "create", "--engine", "smolvm", "--mount", host["a"]);

        Assert.Equal(1, exit);
        Assert.StartsWith("Error: The engine 'smolvm' has no machines that outlive", console.Error);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_refused_in_the_words_of_the_program()
    {
        using var console = new TestConsole();

        var exit = await console.RunAsync("machine", "create", "-v", $"{host["none"]}:/a");

        Assert.Equal(1, exit);
        Assert.StartsWith($"Error: mount source not found: {host["none"]}.", console.Error);
    }
}
