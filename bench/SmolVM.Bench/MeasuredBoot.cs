using System.IO.Compression;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Processes;
using SmolVM.Qemu;

namespace SmolVM.Bench;

/// <summary>Cold boots with an argv or a root image that the engine would not take, and the naive command among them.</summary>
sealed class MeasuredBoot : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    readonly string gzipped = Path.Combine(Path.GetTempPath(), $"smolvm-bench-{Guid.NewGuid():N}.gz");
    readonly QemuEngine engine;
    readonly QemuProgram program;
    readonly Kit kit;

    MeasuredBoot(QemuEngine engine, QemuProgram program, Kit kit, RootImage root)
    {
        this.engine = engine;
        this.program = program;
        this.kit = kit;
        Base = root;
    }

    /// <summary>The image <c>base</c>.</summary>
    public RootImage Base { get; }

    public static async Task<MeasuredBoot> PrepareAsync(QemuEngine engine, CancellationToken cancellationToken)
    {
        var program = await QemuProgram.FindAsync(new CommandRunner(), QemuProgram.X64Executable, cancellationToken);
        var kit = await engine.KitAsync(Lines.OnError, cancellationToken);
        var root = await engine.Images.GetAsync("base", Lines.OnError, cancellationToken);
        var boot = new MeasuredBoot(engine, program, kit, root);
        await CompressAsync(kit.Initramfs, boot.gzipped, cancellationToken);
        return boot;
    }

    public IReadOnlyList<string> NaiveArgv(QemuSetup setup) => Bench.NaiveArgv.Build(setup, kit.CompressedKernel, gzipped);

    /// <param name="options">The machine; it needs a name.</param>
    /// <param name="root">What it starts from.</param>
    /// <param name="argv">How the argv is made; null: as the engine does.</param>
    /// <param name="cancellationToken">Ends the boot.</param>
    public Task<QemuMachine> StartAsync(
        MachineOptions options, RootImage root, Func<QemuSetup, IReadOnlyList<string>>? argv, CancellationToken cancellationToken)
    {
        var boot = new QemuBoot(new CommandRunner(), kit, engine.Scratch, options, Timeout, StartTrace.Of(options.Name!), argv);
        return boot.StartAsync(QemuSetup.Of(program.Executable, kit, root, options), new MachineParts(), cancellationToken);
    }

    public void Dispose() => File.Delete(gzipped);

    static async Task CompressAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(from);
        await using var target = File.Create(to);
        await using var gzip = new GZipStream(target, CompressionLevel.Optimal);
        await source.CopyToAsync(gzip, cancellationToken);
    }
}
