using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Bench;

/// <summary>From the start of QEMU's process to the end of the first program in the guest: the naive command and ours, in turns.</summary>
sealed class BootBenchmark(int rounds)
{
    static readonly MachineOptions Options = new() { Name = "bench" };
    static readonly GuestCommand True = new("/bin/true");

    readonly CommandRunner runner = new();
    readonly QemuEngine engine = new();

    public async Task<(IReadOnlyList<Figures> Figures, string Ratio)> RunAsync(CancellationToken cancellationToken)
    {
        var progress = new Progress<string>(Console.Error.WriteLine);
        var program = await QemuProgram.FindAsync(runner, QemuProgram.X64Executable, cancellationToken);
        var kit = await engine.KitAsync(progress, cancellationToken);
        var root = await engine.Images.GetAsync("base", progress, cancellationToken);
        var gzipped = Path.Combine(Path.GetTempPath(), $"smolvm-bench-{Guid.NewGuid():N}.gz");
        try
        {
            await CompressAsync(kit.Initramfs, gzipped, cancellationToken);
            var setup = QemuSetup.Of(program.Executable, kit, root, Options);
            return await MeasureAsync(kit, setup, s => NaiveArgv.Build(s, kit.CompressedKernel, gzipped), cancellationToken);
        }
        finally
        {
            File.Delete(gzipped);
        }
    }

    async Task<(IReadOnlyList<Figures> Figures, string Ratio)> MeasureAsync(
        Kit kit, QemuSetup setup, Func<QemuSetup, IReadOnlyList<string>> naiveArgv, CancellationToken cancellationToken)
    {
        List<double> naive = [], ours = [], exec = [];
        for (var round = 1; round <= rounds; round++)
        {
            naive.Add(await StartAsync(kit, setup, naiveArgv, null, cancellationToken));
            ours.Add(await StartAsync(kit, setup, QemuArgv.Build, exec, cancellationToken));
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

    async Task<double> StartAsync(
        Kit kit, QemuSetup setup, Func<QemuSetup, IReadOnlyList<string>> argv, List<double>? exec, CancellationToken cancellationToken)
    {
        var boot = new QemuBoot(
            runner, kit, engine.Scratch, Options, TimeSpan.FromMinutes(5), StartTrace.Of(Options.Name!), argv);
        var clock = Stopwatch.StartNew();
        await using var machine = await boot.StartAsync(setup, new MachineParts(), cancellationToken);
        (await machine.Channel.ExecAsync(True, null, cancellationToken)).EnsureSuccess();
        var start = clock.Elapsed.TotalMilliseconds;
        for (var i = 0; exec is not null && i < 40; i++)
        {
            clock.Restart();
            (await machine.Channel.ExecAsync(True, null, cancellationToken)).EnsureSuccess();
            exec.Add(clock.Elapsed.TotalMilliseconds);
        }
        return start;
    }

    static async Task CompressAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(from);
        await using var target = File.Create(to);
        await using var gzip = new GZipStream(target, CompressionLevel.Optimal);
        await source.CopyToAsync(gzip, cancellationToken);
    }
}
