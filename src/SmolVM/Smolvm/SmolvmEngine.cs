using System.Runtime.InteropServices;
using SmolVM.Errors;
using SmolVM.Images;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Packs;
using SmolVM.Processes;

namespace SmolVM.Smolvm;

/// <summary>Machines of the <c>smolvm</c> program of smol-machines.</summary>
internal sealed class SmolvmEngine : IMachineEngine
{
    /// <summary>The program caps more without an error.</summary>
    const int MostCpus = 16;

    readonly ICommandRunner runner;
    readonly SmolvmSettings settings;
    readonly Lazy<SmolCache> cache;
    readonly TimeProvider time;
    Task<SmolvmProgram>? program;

    public SmolvmEngine()
        : this(new CommandRunner(), SmolvmSettings.FromEnvironment(), SmolCache.Open, TimeProvider.System)
    {
    }

    internal SmolvmEngine(ICommandRunner runner, SmolvmSettings settings, Func<SmolCache> cache, TimeProvider time)
    {
        this.runner = runner;
        this.settings = settings;
        this.cache = new(cache);
        this.time = time;
    }

    public string Name => "smolvm";

    public EngineCapabilities Capabilities =>
        EngineCapabilities.Mounts | EngineCapabilities.PortForwards | EngineCapabilities.Packs | EngineCapabilities.Console
        | EngineCapabilities.EgressLists | (MayClone ? EngineCapabilities.Clones : EngineCapabilities.None);

    // Until the version is known, what the newest can.
    bool MayClone => program is not { IsCompletedSuccessfully: true } found
        || SmolvmCloneRules.Allow(found.Result.Version, OperatingSystem.IsWindows());

    /// <summary>The program's own machines have names of their own and no record of what was mounted how.</summary>
    public IStoredMachines? Stored => null;

    public void Check(MachineOptions options)
    {
        var image = SmolvmImage.Parse(options.Image);
        if (options.ForPack)
            SmolvmPackRules.EnsurePulled(options, image);
        EngineRequirements.Ensure(this, options);
        MountList.EnsurePresent(options.Name ?? options.Image, options.Mounts);
        SmolvmNetwork.RefuseClosedPorts(options);
        SmolvmCloneRules.Ensure(options);
        if (options.Cpus > MostCpus)
            throw new SmolVmException(
                ErrorCodes.Option,
                $"smolvm gives a machine at most {MostCpus} CPUs, and {options.Cpus} were asked for. "
                + "Ask for fewer, or use the qemu engine.");
        foreach (var volume in VolumeMounts.Volumes(options.Mounts))
            volume.Argv(SmolvmVersion.Newest);
    }

    public async Task<EngineProbe> ProbeAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var tried = new List<string>();
        try
        {
            var found = await FindAsync(cancellationToken);
            tried.Add($"{found.Executable}: smolvm {found.Version}");
            await new SmolvmProbe(Cli(found), settings).EnsureAsync(progress, cancellationToken);
            var summary = found.Notice ?? $"smolvm {found.Version}";
            tried.Add("a machine boots");
            return new EngineProbe(true, summary, tried);
        }
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
        var cli = Cli(await FindAsync(cancellationToken));
        var image = SmolvmImage.Parse(options.Image);
        EnsureVersionCan(cli.Version, options, image);
        if (options.ForPack && SmolvmPackRules.Notice(image, cli.Version) is { } notice)
            progress?.Report(notice);
        await SmolvmSweep.RunAsync(cli, settings, progress, cancellationToken);
        var (source, manifest) = await ResolveAsync(cli, image, options, progress, cancellationToken);
        var complete = options with { Name = options.Name ?? MachineName.Make(), MemoryMiB = SmolvmPlan.MemoryMiB(options) };
        var owner = SmolvmOwner.Create(settings);
        try
        {
            var plan = SmolvmPlan.Of(owner.MachineName(options.Name), complete, source, manifest, cli.Version);
            var backend = await new SmolvmBoot(cli, plan, complete).StartAsync(owner, cancellationToken);
            return new Machine(complete.Name, complete, backend);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <remarks>The program keeps no state between runs that others could go on from: the commands run at each start.</remarks>
    public async Task<Machine> StartAsync(
        PreparedState state, string? name = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var machine = await StartAsync(state.Options with { Name = name }, progress, cancellationToken);
        progress?.Report($"Preparing the state '{state.Name}' (at each start: the smolvm engine does not keep it).");
        await state.RunAsync(machine, cancellationToken);
        return machine;
    }

    public async Task PackAsync(
        string machine, string path, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        var cli = Cli(await FindAsync(cancellationToken));
        SmolvmPackRules.EnsureDisksAreRead(cli.Version, OperatingSystem.IsLinux());
        SmolvmPackRules.EnsureStopped(machine, await cli.ListAsync(cancellationToken), cli.Version);
        await MachinePack.WriteAsync(cli, machine, path, cancellationToken);
    }

    // What is known before anything is fetched is refused before anything is fetched.
    static void EnsureVersionCan(SmolvmVersion version, MachineOptions options, SmolvmImage image)
    {
        if (image.Kind == SmolvmImageKind.Archive)
            SmolvmFeature.LocalImage.Require(version);
        SmolvmCloneRules.Ensure(options, version, OperatingSystem.IsWindows());
        if (options.ForPack)
            SmolvmPackRules.Ensure(options, image, version, OperatingSystem.IsLinux());
        SmolvmNetwork.Of(options, image.Kind, packOpens: false, version);
    }

    async Task<(SmolvmImage Image, PackManifest? Manifest)> ResolveAsync(
        SmolvmCli cli, SmolvmImage image, MachineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (SmolvmPlan.PacksFirst(options, image))
            image = new SmolvmImage(
                SmolvmImageKind.Pack, await new ImagePacks(cli, cache.Value).GetAsync(image.Value, progress, cancellationToken));
        if (image.Kind != SmolvmImageKind.Pack)
            return (image, null);
        var manifest = await PackFiles.ReadAsync(image.Value, RuntimeInformation.OSArchitecture, cancellationToken);
        return (image, manifest);
    }

    Task<SmolvmProgram> FindAsync(CancellationToken cancellationToken)
    {
        // Read once; a failure may have been mended since.
        if (program is null or { IsFaulted: true } or { IsCanceled: true })
            program = SmolvmProgram.FindAsync(runner, settings, cancellationToken);
        return program;
    }

    SmolvmCli Cli(SmolvmProgram found) => new(runner, found, settings, time);
}
