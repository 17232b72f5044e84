using System.Diagnostics;
using System.Globalization;
using SmolVM.Guests;
using SmolVM.Machines;
using SmolVM.Qemu;

namespace SmolVM.Bench;

/// <summary>From the start of QEMU's process to the end of the first program in the guest: the naive command and ours, in turns.</summary>
sealed class BootBenchmark(int rounds)
{
    const int Execs = 40;

    static readonly MachineOptions Options = new() { Name = "bench" };
    static readonly GuestCommand True = new("/bin/true");

    public async Task<(IReadOnlyList<Figures> Figures, string Ratio)> RunAsync(CancellationToken cancellationToken)
    {
        using var boot = await MeasuredBoot.PrepareAsync(new QemuEngine(), cancellationToken);
        List<double> naive = [], ours = [], exec = [];
        for (var round = 1; round <= rounds; round++)
        {
            naive.Add(await StartAsync(boot, boot.NaiveArgv, null, cancellationToken));
            ours.Add(await StartAsync(boot, QemuArgv.Build, exec, cancellationToken));
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"round {round} of {rounds}: naive {naive[^1]:0} ms, ours {ours[^1]:0} ms"));
        }
        Figures[] figures =
        [
            new("start → first exec, naive command", naive),
            new("start → first exec, ours (cold boot)", ours),
            new("exec of /bin/true on a running machine", exec),
        ];
        var ratio = figures[0].Median / figures[1].Median;
        return (figures, string.Create(CultureInfo.InvariantCulture, $"Ours is {ratio:0.00} times as fast as the naive command."));
    }

    static async Task<double> StartAsync(
        MeasuredBoot boot, Func<QemuSetup, IReadOnlyList<string>> argv, List<double>? exec, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var machine = await boot.StartAsync(Options, boot.Base, argv, cancellationToken);
        (await machine.Channel.ExecAsync(True, null, cancellationToken)).EnsureSuccess();
        var start = clock.Elapsed.TotalMilliseconds;
        for (var i = 0; exec is not null && i < Execs; i++)
        {
            clock.Restart();
            (await machine.Channel.ExecAsync(True, null, cancellationToken)).EnsureSuccess();
            exec.Add(clock.Elapsed.TotalMilliseconds);
        }
        return start;
    }
}
