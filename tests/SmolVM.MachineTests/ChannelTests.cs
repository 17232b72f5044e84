using System.Security.Cryptography;
using SmolVM.Guests;

namespace SmolVM.MachineTests;

/// <summary>What holds for a real guest whichever way leads into it: the agent, or SSH.</summary>
[Collection<UnmountedMachineTests>]
public sealed class ChannelTests(UnmountedMachine unmounted) : IDisposable
{
    const int Limit = 120_000;
    const string KitTool = "/run/smolvm/busybox";

    readonly TemporaryDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Channels => new("agent", "ssh");

    public static TheoryData<string, string> ChannelsAndTools => new() { { "agent", KitTool }, { "agent", "" }, { "ssh", KitTool }, { "ssh", "" } };

    public void Dispose() => folder.Dispose();

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Channels))]
    public async Task Input_both_streams_and_the_exit_code_pass_through(string name)
    {
        var channel = await unmounted.ChannelAsync(name);

        var result = await channel.ExecAsync(GuestCommand.Shell("cat; echo err >&2; exit 7"), "in ü\n", Token);

        Assert.Equal(("in ü\n", "err\n", 7), (result.StandardOutput, result.StandardError, result.ExitCode));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Channels))]
    public async Task A_large_input_comes_back_whole(string name)
    {
        var channel = await unmounted.ChannelAsync(name);
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(1 << 20));

        Assert.Equal(text, (await channel.ExecAsync(new GuestCommand("cat"), text, Token)).StandardOutput);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Channels))]
    public async Task A_death_by_signal_is_told_as_a_shell_does(string name)
    {
        var channel = await unmounted.ChannelAsync(name);

        Assert.Equal(137, (await channel.ExecAsync(GuestCommand.Shell("kill -9 $$"), null, Token)).ExitCode);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Channels))]
    public async Task A_signal_from_outside_ends_a_program(string name)
    {
        var channel = await unmounted.ChannelAsync(name);
        await using var process = await channel.StartAsync(GuestCommand.Shell("trap 'echo stopped; exit 5' TERM; echo up; while :; do sleep 0.1; done"), Token);
        using var reader = new StreamReader(process.StandardOutput);
        Assert.Equal("up", await reader.ReadLineAsync(Token));

        await process.SignalAsync(15, Token);

        Assert.Equal("stopped\n", await reader.ReadToEndAsync(Token));
        await process.StandardError.DisposeAsync();
        Assert.Equal(5, (await process.WaitAsync(Token)).Code);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Channels))]
    public async Task Arguments_environment_directory_and_user_hold(string name)
    {
        var channel = await unmounted.ChannelAsync(name);
        var command = new GuestCommand("sh", "-c", "id -u; pwd; printf '[%s]' \"$K\" \"$@\"", "sh", "a  b", "$HOME", "it's", "", "x\ny", "日本", "-n") with
        {
            Environment = new Dictionary<string, string> { ["K"] = "a 'b' $c" },
            WorkingDirectory = "/usr/share",
            User = "nobody",
        };

        var result = await channel.ExecAsync(command, null, Token);

        Assert.Equal("65534\n/usr/share\n[a 'b' $c][a  b][$HOME][it's][][x\ny][日本][-n]", result.EnsureSuccess().StandardOutput);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Channels))]
    public async Task A_missing_program_is_named(string name)
    {
        var channel = await unmounted.ChannelAsync(name);

        var refusal = await Assert.ThrowsAsync<GuestExecException>(() => channel.ExecAsync(new GuestCommand("/no/such/program"), null, Token));

        Assert.Contains("/no/such/program", refusal.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(ChannelsAndTools))]
    public async Task Files_and_trees_go_in_and_out(string name, string tools)
    {
        var files = new GuestFiles(await unmounted.ChannelAsync(name), tools.Length == 0 ? [] : [tools]);
        var guest = $"/root/files of {name} {tools.Length}";
        Directory.CreateDirectory(folder["tree/a b"]);
        await File.WriteAllTextAsync(folder["tree/a b/with\nnewline"], "content", Token);
        File.SetUnixFileMode(folder["tree/a b/with\nnewline"], (UnixFileMode)0b111_101_000);
        File.CreateSymbolicLink(folder["tree/link"], "a b/with\nnewline");
        var large = RandomNumberGenerator.GetBytes(2 << 20);

        await files.CopyInAsync(folder["tree"], guest + "/in", Token);
        await files.CopyOutAsync(guest + "/in", folder["back"], Token);
        await files.WriteAsync(guest + "/new/large", large, Token);

        Assert.Equal("content", await File.ReadAllTextAsync(folder["back/a b/with\nnewline"], Token));
        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(folder["back/a b/with\nnewline"]));
        Assert.Equal("a b/with\nnewline", new FileInfo(folder["back/link"]).LinkTarget);
        Assert.Equal(large, await files.ReadAsync(guest + "/new/large", Token));
    }
}
