using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SmolVM.Errors;
using SmolVM.Guests;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Qemu;

/// <summary>Machines on plain QEMU: direct kernel boot, no root, no daemon, nothing but distribution packages.</summary>
internal sealed class QemuEngine : IMachineEngine
{
    /// <summary>What a machine has whose options do not say.</summary>
    public const int MemoryMiB = 512;

    const int MemoryMiBOfHost = 1024;

    static readonly TimeSpan BootTimeoutKvm = TimeSpan.FromSeconds(60);
    static readonly TimeSpan BootTimeoutTcg = TimeSpan.FromSeconds(180);

    readonly ICommandRunner runner;
    readonly SmolCache cache;
    readonly string? askedAccelerator;

    public QemuEngine()
        : this(new CommandRunner(), SmolCache.Open(), Environment.GetEnvironmentVariable("SMOLVM_ACCEL"))
    {
    }

    internal QemuEngine(ICommandRunner runner, SmolCache cache, string? askedAccelerator)
    {
        this.runner = runner;
        this.cache = cache;
        Scratch = new Scratch(cache);
        this.askedAccelerator = askedAccelerator;
    }

    public string Name => "qemu";

    public EngineCapabilities Capabilities =>
        EngineCapabilities.Mounts | EngineCapabilities.PortForwards | EngineCapabilities.Packs | EngineCapabilities.Console | EngineCapabilities.Ssh;

    public void Check(MachineOptions options)
    {
        EnsureHost();
        if (ImageSource.Parse(options.Image) is ImageSource.Registry registry)
            throw RootImages.RegistryRefused(registry.Reference);
        EngineRequirements.Ensure(this, options);
        MountList.EnsurePresent(options.Name ?? options.Image, options.Mounts);
        HostMemory.Ensure(options.MemoryMiB ?? MemoryMiB);
    }

    public async Task<EngineProbe> ProbeAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var tried = new List<string>();
        try
        {
            EnsureHost();
            var program = await QemuProgram.FindAsync(runner, QemuProgram.X64Executable, cancellationToken);
            tried.Add(program.Version.Build);
            var kit = await KitAsync(progress, cancellationToken);
            var choice = await ChooseAcceleratorAsync(program, kit, progress, cancellationToken);
            tried.Add(choice.Reason);
            return new EngineProbe(true, choice.Reason, tried);
        }
        // No other engine mends a full disk, so it is not this one's fault either.
        catch (SmolVmException e) when (e.Code != ErrorCodes.NoSpace)
        {
            tried.Add(e.Message);
            return new EngineProbe(false, e.Message, tried) { Problem = e };
        }
    }

    public async Task<Machine> StartAsync(
        MachineOptions options, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        Check(options);
        var program = await QemuProgram.FindAsync(runner, QemuProgram.X64Executable, cancellationToken);

        await SweepAsync(progress, cancellationToken);
        var kit = await KitAsync(progress, cancellationToken);
        var root = await Images.GetAsync(options.Image, progress, cancellationToken);
        var accelerator = await ChooseAcceleratorAsync(program, kit, progress, cancellationToken);
        var complete = options with
        {
            Name = options.Name ?? MachineName.Make(),
            MemoryMiB = options.MemoryMiB ?? (root.Kind == RootKind.Directory ? MemoryMiBOfHost : MemoryMiB),
            Environment = EnvironmentLayers.Merge(root.Environment, options.Environment),
        };
        try
        {
            var backend = await BootAsync(program, kit, root, accelerator.Accelerator, complete, cancellationToken);
            return new Machine(complete.Name, complete, backend);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new SmolVmException(
                e is IOException io && DiskSpace.IsFull(io) ? ErrorCodes.NoSpace : ErrorCodes.Boot,
                $"The files of the machine '{complete.Name}' could not be made: {e.Message} "
                + $"Look whether '{cache.Root}' and the run directory (XDG_RUNTIME_DIR, else the temporary directory) can be written.",
                e);
        }
    }

    async Task<QemuMachine> BootAsync(
        QemuProgram program, Kit kit, RootImage root, Accelerator accelerator, MachineOptions options, CancellationToken cancellationToken)
    {
        using var disk = options.RootUpper == RootUpper.Disk
            ? await UpperDisk.CreateAsync(runner, Scratch, options.DiskMiB, cancellationToken)
            : null;
        var setup = QemuSetup.Of(program.Executable, kit, root, options) with { Accelerator = accelerator, UpperDisk = disk?.Path };
        var timeout = options.BootTimeout ?? (accelerator == Accelerator.Kvm ? BootTimeoutKvm : BootTimeoutTcg);
        return await new QemuBoot(runner, kit, Scratch, options, timeout).StartAsync(setup, disk, cancellationToken);
    }

    Task<AcceleratorChoice> ChooseAcceleratorAsync(QemuProgram program, Kit kit, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var probe = new AcceleratorProbe(cache.Root, token => TryKvmAsync(program, kit, progress, token), () => KvmDevice.Problem());
        return probe.ChooseAsync(askedAccelerator, $"{program.Version.Build}\n{kit.Key}", progress, cancellationToken);
    }

    async Task TryKvmAsync(QemuProgram program, Kit kit, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var root = await Images.GetAsync("base", progress, cancellationToken);
        var clock = Stopwatch.StartNew();
        var options = new MachineOptions { Name = "smol-probe", BootTimeout = AcceleratorProbe.Deadline };
        await using var machine = await BootAsync(program, kit, root, Accelerator.Kvm, options, cancellationToken);
        var left = AcceleratorProbe.Deadline - clock.Elapsed;
        var command = new GuestCommand([.. KitGuest.Tools, "true"]) { Timeout = left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1) };
        (await machine.Channel.ExecAsync(command, null, cancellationToken)).EnsureSuccess();
    }

    internal Scratch Scratch { get; }

    internal RootImages Images => new(cache, runner, DistributionPackages.OfThisHost);

    internal Task<Kit> KitAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
        new KitBuilder(cache, runner, AgentBinary.Read(), DistributionPackages.OfThisHost()).GetAsync(progress, cancellationToken);

    // What is left of another machine is in nobody's way here.
    async Task SweepAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await RunSweep.SweepAsync(RunRoot.Default(), cancellationToken);
            Scratch.Sweep();
        }
        catch (SmolVmException e)
        {
            progress?.Report($"Something that another process left could not be removed: {e.Message}");
        }
    }

    static void EnsureHost()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            throw new SmolVmException(
                ErrorCodes.HostNotSupported,
                $"The qemu engine runs on Linux x86_64, and this host is {RuntimeInformation.RuntimeIdentifier}. Use such a host or a machine of it.");
    }
}
