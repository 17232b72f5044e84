using System.Diagnostics;
using SmolVM.Guests;

namespace SmolVM.Tests.Guests;

/// <summary>What is built on a channel, over the real agent as a process of this host.</summary>
public sealed class GuestsOverAgentTests : IAsyncLifetime
{
    readonly TemporaryDirectory host = new();
    readonly TemporaryDirectory guest = new();
    AgentHost agent = null!;
    AgentChannel channel = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (agent, channel) = await AgentHost.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await agent.DisposeAsync();
        host.Dispose();
        guest.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Exec_returns_streams_and_exit_code()
    {
        var result = await channel.ExecAsync(GuestCommand.Shell("cat; echo err >&2; exit 7"), "in ü", Token);

        Assert.Equal(("in ü", "err\n", 7), (result.StandardOutput, result.StandardError, result.ExitCode));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_does_not_read_its_input_is_no_failure() =>
        Assert.Equal(0, (await channel.ExecAsync(GuestCommand.Shell("true"), new string('x', 5_000_000), Token)).ExitCode);

    [Fact(Timeout = 30_000)]
    public async Task A_time_out_ends_a_program_that_ignores_the_polite_signal_and_floods_its_output()
    {
        var command = GuestCommand.Shell("trap '' TERM; while :; do echo flood; done") with { Timeout = TimeSpan.FromSeconds(5) };
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<GuestExecException>(() => channel.ExecAsync(command, null, Token));

        Assert.Contains("flood", error.Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 7, 25);
        Assert.Equal(0, (await channel.ExecAsync(GuestCommand.Shell("true"), null, Token)).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_polite_program_ends_at_once_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var clock = new Stopwatch();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => channel.StreamAsync(GuestCommand.Shell("echo up; exec sleep 300"), _ => Cancel(), source.Token));

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2.5);

        void Cancel()
        {
            clock.Start();
            source.Cancel();
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_program_left_in_the_background_does_not_hold_up_its_result()
    {
        var clock = Stopwatch.StartNew();

        var result = await channel.ExecAsync(GuestCommand.Shell("sleep 20 & echo started"), null, Token);

        Assert.Equal("started\n", result.StandardOutput);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_tree_goes_in_and_comes_out()
    {
        host.Write("tree/a b/ü", "content");
        host.Make("tree/empty");
        File.CreateSymbolicLink(host["tree/link"], "a b");
        await File.WriteAllBytesAsync(host["tree/big"], new byte[20_000_000], Token);
        var files = new GuestFiles(channel, ["busybox"]);

        await files.CopyInAsync(host["tree"], guest["in"], Token);
        await files.CopyOutAsync(guest["in"], host["back"], Token);

        Assert.Equal(["a b", "big", "empty", "link"], Directory.GetFileSystemEntries(host["back"]).Select(Path.GetFileName).Order());
        Assert.Equal("content", await File.ReadAllTextAsync(host["back/link/ü"], Token));
        Assert.Equal(20_000_000, new FileInfo(host["back/big"]).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_is_written_and_read_whole()
    {
        var content = new byte[5_000_000];
        new Random(2).NextBytes(content);
        var files = new GuestFiles(channel, []);

        await files.WriteAsync(guest["a/b"], content, Token);

        Assert.Equal(content, await files.ReadAsync(guest["a/b"], Token));
    }
}
