using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SmolVM.Processes;

namespace SmolVM.Tests.Processes;

public sealed class StreamTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact(Timeout = 30_000)]
    public async Task Daemon_that_holds_the_pipe_does_not_hold_the_result()
    {
        var clock = Stopwatch.StartNew();

        var result = await Sh.RunAsync("sleep 300 & echo started $!");

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.StartsWith("started ", result.StandardOutput, StringComparison.Ordinal);
        Signals.Send(int.Parse(result.StandardOutput[8..], CultureInfo.InvariantCulture), Signals.Kill);
    }

    [Fact(Timeout = 30_000)]
    public async Task Daemon_that_writes_without_end_does_not_hold_the_result()
    {
        var result = await Sh.Runner.RunAsync(Sh.Script("echo $$; yes & echo $! >&2") with { CaptureLimit = 1000 }, Token);

        Signals.Send(int.Parse(result.StandardError, CultureInfo.InvariantCulture), Signals.Kill);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Slow_reader_gets_everything_although_the_program_has_long_ended()
    {
        var read = new MemoryStream();
        var command = Sh.Script("head -c 60000 /dev/zero") with
        {
            DrainGrace = TimeSpan.FromMilliseconds(20),
            Output = async (stream, token) =>
            {
                var buffer = new byte[20_000];
                int count;
                while ((count = await stream.ReadAsync(buffer, token)) > 0)
                {
                    read.Write(buffer, 0, count);
                    await Task.Delay(50, token);
                }
            },
        };

        await Sh.Runner.RunAsync(command, Token);

        Assert.Equal(60_000, read.Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task Fifty_megabytes_on_both_streams_at_once_are_captured_bounded()
    {
        var command = Sh.Script("head -c 50000000 /dev/zero | tr '\\0' o & head -c 50000000 /dev/zero | tr '\\0' e >&2 & wait");

        var result = await Sh.Runner.RunAsync(command with { CaptureLimit = 1000 }, Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal($"{new string('o', 500)}\n[… 49999000 characters left out …]\n{new string('o', 500)}", result.StandardOutput);
        Assert.Equal($"{new string('e', 500)}\n[… 49999000 characters left out …]\n{new string('e', 500)}", result.StandardError);
    }

    [Fact(Timeout = 60_000)]
    public async Task Fifty_megabytes_go_in_and_come_out_with_the_bytes_untouched()
    {
        var bytes = RandomNumberGenerator.GetBytes(50_000_000);
        var received = new MemoryStream();
        var command = new Command("cat")
        {
            Input = (stream, token) => stream.WriteAsync(bytes, token).AsTask(),
            Output = (stream, token) => stream.CopyToAsync(received, token),
        };

        var result = await Sh.Runner.RunAsync(command, Token);

        Assert.True(bytes.AsSpan().SequenceEqual(received.ToArray()));
        Assert.Equal((0, ""), (result.ExitCode, result.StandardOutput));
    }

    [Fact(Timeout = 30_000)]
    public async Task Program_that_does_not_read_its_input_is_no_failure()
    {
        var command = Sh.Script("exec 0<&-; sleep 0.2; exit 5") with
        {
            Input = (stream, token) => stream.WriteAsync(new byte[10_000_000], token).AsTask(),
        };

        Assert.Equal(5, (await Sh.Runner.RunAsync(command, Token)).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Writer_that_still_waits_when_the_program_has_ended_is_told_so()
    {
        var told = false;
        var command = Sh.Script("exit 6") with
        {
            Input = async (_, token) =>
            {
                using var registration = token.Register(() => told = true);
                await Task.Delay(Timeout.Infinite, token);
            },
        };

        Assert.Equal(6, (await Sh.Runner.RunAsync(command, Token)).ExitCode);
        Assert.True(told);
    }

    [Fact(Timeout = 30_000)]
    public async Task Lines_come_while_the_program_runs()
    {
        var command = Sh.Script("echo first; read answer; echo \"got $answer\"") with
        {
            Output = Sh.FirstLineTo(_line),
            Input = async (stream, token) =>
            {
                // The program waits for this, so the line can only have come while it ran.
                Assert.Equal("first", await _line.Task.WaitAsync(token));
                await stream.WriteAsync("go\n"u8.ToArray(), token);
            },
        };

        Assert.Equal(0, (await Sh.Runner.RunAsync(command, Token)).ExitCode);
    }

    [Fact(Timeout = 30_000)]
    public async Task Character_that_is_split_across_reads_is_whole()
    {
        var result = await Sh.RunAsync(@"printf '\303'; sleep 0.2; printf '\244\360\237'; sleep 0.2; printf '\230\200'");

        Assert.Equal("ä😀", result.StandardOutput);
    }

    [Fact(Timeout = 30_000)]
    public async Task Delegate_that_throws_ends_the_program_and_is_the_outcome()
    {
        var pid = 0;
        await using var running = Sh.Runner.Start(Sh.Script("echo $$; exec sleep 300") with
        {
            Output = async (stream, token) =>
            {
                using var reader = new StreamReader(stream);
                pid = int.Parse((await reader.ReadLineAsync(token))!, CultureInfo.InvariantCulture);
                throw new InvalidDataException("not what I expected");
            },
        });

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => running.Completion.WaitAsync(Token));

        Assert.Equal("not what I expected", thrown.Message);
        Assert.Equal(running.ProcessId, pid);
        Assert.Null(ProcessStat.OfLiving(pid));
    }

    [Fact(Timeout = 30_000)]
    public async Task Writer_that_fails_for_its_own_reasons_is_the_outcome()
    {
        var command = new Command("cat") { Input = (_, _) => throw new IOException("the source is gone") };

        var thrown = await Assert.ThrowsAsync<IOException>(() => Sh.Runner.RunAsync(command, Token));

        Assert.Equal("the source is gone", thrown.Message);
    }

    [Fact(Timeout = 30_000)]
    public async Task Reader_that_has_seen_enough_does_not_stop_the_program()
    {
        var command = Sh.Script("head -c 1000000 /dev/zero && exit 8") with
        {
            Output = (stream, token) => stream.ReadExactlyAsync(new byte[10], token).AsTask(),
        };

        Assert.Equal(8, (await Sh.Runner.RunAsync(command, Token)).ExitCode);
    }
}
