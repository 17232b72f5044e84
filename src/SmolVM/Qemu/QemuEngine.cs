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
using SmolVM.Qemu.Stored;
using SmolVM.Qemu.Templates;

namespace SmolVM.Qemu;

/// <summary>Machines on plain QEMU: direct kernel boot, no root, no daemon, nothing but distribution packages.</summary>
internal sealed class QemuEngine : IMachineEngine
{
    static readonly TimeSpan BootTimeoutKvm = TimeSpan.FromSeconds(60);
    static readonly TimeSpan BootTimeoutTcg = TimeSpan.FromSeconds(180);

    readonly SmolCache cache;
    readonly string? askedAccelerator;
    readonly bool templates;
    readonly TemplateStore store;
    ICommandRunner runner;

    public QemuEngine()
        : this(
            new CommandRunner(), SmolCache.Open(), Environment.GetEnvironmentVariable("SMOLVM_ACCEL"),
            Environment.GetEnvironmentVariable("SMOLVM_TEMPLATES"))
    {
    }

    /// <param name="runner">Starts programs.</param>
    /// <param name="cache">Where kits, images and templates are kept.</param>
    /// <param name="askedAccelerator">The value of SMOLVM_ACCEL.</param>
    /// <param name="askedTemplates">The value of SMOLVM_TEMPLATES.</param>
    /// <param name="area">Where templates are kept, if elsewhere.</param>
    internal QemuEngine(
        ICommandRunner runner, SmolCache cache, string? askedAccelerator, string? askedTemplates = null, TemplateArea? area = null)
    {
        this.runner = runner;
        this.cache = cache;
        Scratch = new Scratch(cache);
        store = new TemplateStore(area ?? TemplateArea.Of(cache));
        this.askedAccelerator = askedAccelerator;
        templates = askedTemplates switch
        {
            null or "" or "on" => true,
            "off" => false,
            _ => throw new SmolVmException(
                ErrorCodes.Option, $"SMOLVM_TEMPLATES is '{askedTemplates}'. Use off to boot every machine cold, or unset it."),
        };
    }

    public string Name => "qemu";

    public EngineCapabilities Capabilities =>
        EngineCapabilities.Mounts | EngineCapabilities.PortForwards | EngineCapabilities.Packs | EngineCapabilities.Console | EngineCapabilities.Ssh
        | EngineCapabilities.Clones | EngineCapabilities.Stored | EngineCapabilities.Inits;

    public IStoredMachines Stored => Kept;

    QemuStored Kept => new(() => runner, cache, Scratch, Check, PrepareAsync);

    public void Check(MachineOptions options)
    {
        EnsureHost();
        var source = ImageSource.Parse(options.Image);
        if (source is ImageSource.Registry registry)
            throw RootImages.RegistryRefused(registry.Reference);
        if (source is ImageSource.Pack pack)
            BootablePack.Ensure(pack.Path, PackReader.Peek(pack.Path));
        if (source is ImageSource.Host && options.Init is not null)
            throw new SmolVmException(
                ErrorCodes.Option,
                $"A machine with the image 'host' cannot have the init '{options.Init}': it would start this host's own services. Use debian, "
                + "or another image that has an init.");
        EngineRequirements.Ensure(this, options);
        MountList.EnsurePresent(options.Name ?? options.Image, options.Mounts);
        HostMemory.Ensure(options.MemoryMiB ?? MachineOptions.DefaultMemoryMiBOf(options.Image));
    }

    public async Task<EngineProbe> ProbeAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var tried = new List<string>();
        try
        {
            await EnsureToolsAsync(progress, cancellationToken);
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
        var ground = await PrepareAsync(options, progress, cancellationToken);
        return await RunAsync(ground, start => start.StartAsync(ground, progress, cancellationToken));
    }

    public async Task<Machine> StartAsync(
        PreparedState state, string? name = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var ground = await PrepareAsync(state.Options with { Name = name }, progress, cancellationToken);
        return await RunAsync(ground, start =>
        {
            var prepared = new PreparedStart(runner, store, start);
            return ground.Clones
                ? prepared.StartAsync(state, ground, progress, cancellationToken)
                : prepared.PrepareAsync(state, ground, progress, cancellationToken);
        });
    }

    public Task PackAsync(
        string machine, string path, IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        Kept.PackAsync(machine, path, progress, cancellationToken);

    /// <summary>Finds and makes all that a start needs, whatever time that takes.</summary>
    async Task<MachineGround> PrepareAsync(MachineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Check(options);
        await EnsureToolsAsync(progress, cancellationToken);
        var program = await QemuProgram.FindAsync(runner, QemuProgram.X64Executable, cancellationToken);
        await SweepAsync(progress, cancellationToken);
        var kit = await KitAsync(progress, cancellationToken);
        var root = await Images.GetAsync(options.Image, progress, cancellationToken);
        var accelerator = await ChooseAcceleratorAsync(program, kit, progress, cancellationToken);
        var complete = options with
        {
            Name = options.Name ?? MachineName.Make(),
            MemoryMiB = options.MemoryMiB ?? MachineOptions.DefaultMemoryMiBOf(options.Image),
            Environment = EnvironmentLayers.Merge(root.Environment, options.Environment),
            Ports = options.Ports.Count > 0 ? options.Ports : root.Program.Ports,
            // Who makes a pack installs into the root, which is root's.
            Program = options.ForPack ? root.Program with { User = null } : root.Program,
        };
        return Ground(program, kit, root, accelerator, complete);
    }

    MachineGround Ground(QemuProgram program, Kit kit, RootImage root, AcceleratorChoice accelerator, MachineOptions options) => new(
        program, kit, root.Key, QemuSetup.Of(program.Executable, kit, root, options) with { Accelerator = accelerator.Accelerator }, options,
        options.BootTimeout ?? (accelerator.Accelerator == Accelerator.Kvm ? BootTimeoutKvm : BootTimeoutTcg), templates && accelerator.Clones);

    async Task<Machine> RunAsync(MachineGround ground, Func<MachineStart, Task<QemuMachine>> start)
    {
        var name = ground.Options.Name!;
        try
        {
            return new Machine(name, ground.Options, await start(new MachineStart(runner, Scratch, store)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new SmolVmException(
                e is IOException io && DiskSpace.IsFull(io) ? ErrorCodes.NoSpace : ErrorCodes.Boot,
                $"The files of the machine '{name}' could not be made: {e.Message} "
                + $"Look whether '{cache.Root}' and the run directory (XDG_RUNTIME_DIR, else the temporary directory) can be written.",
                e);
        }
    }

    Task<AcceleratorChoice> ChooseAcceleratorAsync(QemuProgram program, Kit kit, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var probe = new AcceleratorProbe(
            cache.Root, (clone, token) => TryKvmAsync(program, kit, clone, progress, token), () => KvmDevice.Problem());
        return probe.ChooseAsync(askedAccelerator, $"{program.Version.Build}\n{kit.Key}", progress, cancellationToken);
    }

    async Task TryKvmAsync(QemuProgram program, Kit kit, bool clone, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        // Where no packages are known the kit was made elsewhere, and there is no base.
        var root = await Images.GetAsync(DistributionPackages.AreKnown ? "base" : "host", progress, cancellationToken);
        var clock = Stopwatch.StartNew();
        var options = new MachineOptions { Name = "smol-probe", BootTimeout = AcceleratorProbe.Deadline };
        var ground = Ground(program, kit, root, new AcceleratorChoice(Accelerator.Kvm, "tried"), options);
        var start = new MachineStart(runner, Scratch, store);
        await using var machine = clone
            ? await start.CloneAsync(ground, progress, cancellationToken)
            : await start.BootAsync(ground, progress, cancellationToken);
        var left = AcceleratorProbe.Deadline - clock.Elapsed;
        var command = new GuestCommand([.. KitGuest.Tools, "true"]) { Timeout = left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1) };
        (await machine.Channel.ExecAsync(command, null, cancellationToken)).EnsureSuccess();
    }

    internal Scratch Scratch { get; }

    internal RootImages Images => new(cache, runner, DistributionPackages.OfThisHost, ChangeRootAsync);

    async Task ChangeRootAsync(
        RootImage root, GuestCommand command, Func<Stream, CancellationToken, Task> take, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var program = await QemuProgram.FindAsync(runner, QemuProgram.X64Executable, cancellationToken);
        var kit = await KitAsync(progress, cancellationToken);
        var accelerator = await ChooseAcceleratorAsync(program, kit, progress, cancellationToken);
        var ground = Ground(program, kit, root, accelerator, new MachineOptions { Name = MachineName.Make(), MemoryMiB = RootChange.MemoryMiB });
        await using var machine = await new MachineStart(runner, Scratch, store).BootAsync(ground, progress, cancellationToken);
        await RootChange.RunAsync(machine.Channel, command, take, progress, cancellationToken);
    }

    internal Task<Kit> KitAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
        Environment.GetEnvironmentVariable("SMOLVM_KIT") is { Length: > 0 } exported
            ? new KitArchive(cache, runner).OpenAsync(exported, progress, cancellationToken)
            : new ImportedKit(cache).Read() is { } imported ? Task.FromResult(imported) : HostKitAsync(progress, cancellationToken);

    /// <summary>Makes the kit of this host's packages, and takes it from then on in place of one that was imported.</summary>
    internal async Task<Kit> BuildKitAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await EnsureToolsAsync(progress, cancellationToken);
        var kit = await HostKitAsync(progress, cancellationToken);
        new ImportedKit(cache).Forget();
        return kit;
    }

    /// <summary>Writes the kit that machines boot here to a file.</summary>
    internal async Task<Kit> ExportKitAsync(string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await EnsureToolsAsync(progress, cancellationToken);
        var kit = await KitAsync(progress, cancellationToken);
        await new KitArchive(cache, runner).ExportAsync(kit, path, cancellationToken);
        return kit;
    }

    /// <summary>See <see cref="KitArchive.ImportAsync"/>.</summary>
    internal async Task<Kit> ImportKitAsync(string path, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await EnsureToolsAsync(progress, cancellationToken);
        return await new KitArchive(cache, runner).ImportAsync(path, progress, cancellationToken);
    }

    /// <summary>Makes an image, so that the first machine of it need not.</summary>
    internal async Task<RootImage> BuildImageAsync(string image, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await EnsureToolsAsync(progress, cancellationToken);
        return await Images.GetAsync(image, progress, cancellationToken);
    }

    Task<Kit> HostKitAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
        new KitBuilder(cache, runner, AgentBinary.Read(), DistributionPackages.OfThisHost()).GetAsync(progress, cancellationToken);

    /// <summary>Where QEMU is not installed and the user wants that, programs come from packages that are only unpacked.</summary>
    async Task EnsureToolsAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        EnsureHost();
        const string Variable = "SMOLVM_TOOLS";
        var asked = Environment.GetEnvironmentVariable(Variable);
        if (asked is null or "" or "host" || runner.CarriedTree is not null)
            return;
        if (asked != "packages")
            throw new SmolVmException(
                ErrorCodes.Option, $"{Variable} is '{asked}'. Use packages to unpack QEMU where it is not installed, or unset it.");
        if (!ExecutablePath.Exists(QemuProgram.X64Executable, runner.SearchPath))
            runner = new CarriedRunner(
                runner, await new CarriedTools(cache, runner, DistributionPackages.OfThisHost()).GetAsync(progress, cancellationToken));
    }

    // What is left of another machine is in nobody's way here.
    async Task SweepAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await RunSweep.SweepAsync(RunRoot.Default(), cancellationToken);
            await RunSweep.SweepAsync(QemuStored.Root(cache), cancellationToken);
            Scratch.Sweep();
            store.SweepUnfinished();
            await Kept.SweepAsync(cancellationToken);
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
