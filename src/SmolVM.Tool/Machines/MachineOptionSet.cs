using System.CommandLine;
using SmolVM.Errors;
using SmolVM.Machines;
using SmolVM.Mounts;
using SmolVM.Packs;
using SmolVM.Tool.Arguments;
using SmolVM.Tool.Output;

namespace SmolVM.Tool.Machines;

/// <summary>The options that say what a machine is made of, which <c>create</c> and <c>run</c> share.</summary>
internal sealed class MachineOptionSet
{
    const int MiBInGiB = 1024;

    readonly Option<string> image = new("--image", "-I")
    {
        Description = "base (when left out), debian, host, a directory, a container archive or a .smolmachine file.",
        HelpName = "IMAGE",
    };

    readonly Option<string> from = new("--from") { Description = "A .smolmachine file.", HelpName = "FILE" };
    readonly Option<int?> cpus = WholeNumber.Option("--cpus", "N", "Virtual processors; 2 when left out.");
    readonly Option<int?> memory = WholeNumber.Option("--mem", "MIB", "Memory in MiB; 512 when left out, 1024 for host and debian.");
    readonly Option<int?> storage = WholeNumber.Option("--storage", "GIB", "The disk in GiB, sparse; 16 when left out.");
    readonly Option<int?> overlay = WholeNumber.Option("--overlay", "GIB", "The same: the larger of both counts.");
    readonly Option<bool> network = new("--net") { Description = "Opens the network; it is closed when left out." };
    readonly Option<PortPair[]> ports = Ports.Option();
    readonly Option<string[]> environment = Variables.Option("A variable that every program of the machine gets.");

    readonly Option<string[]> volumes = new("--volume", "-v")
    {
        Description = "A directory of the host; the guest's writes reach it, and with ro they stay in the machine.",
        HelpName = "HOST:GUEST[:ro|:rw]",
    };

    readonly Option<string[]> mounts = new("--mount")
    {
        Description = "A directory of the host, at /workspace when the guest's path is left out; the guest's writes stay in the machine.",
        HelpName = "HOST[:GUEST]",
    };

    readonly Option<bool> writableMounts = new("--writable-mounts") { Description = "The guest's writes to --mount reach the host." };

    readonly Option<string> engine = new("--engine") { Description = "auto (when left out) or qemu.", HelpName = "ENGINE" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
            [image, from, cpus, memory, storage, overlay, network, ports, environment, volumes, mounts, writableMounts, engine])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(image) is not null && result.GetResult(from) is not null)
                result.AddError("the argument '--from' cannot be used with '--image'");
        });
        Refused.Add(command, "machines have no graphics processor.", "--gpu", "--gpu-vram", "--cuda", "--auto-graph", "--rosetta");
        Refused.Add(
            command, "the network of a machine is open (--net) or closed, and nothing between.",
            "--allow-cidr", "--allow-host", "--outbound-localhost-only", "--net-backend", "--dns", "--network", "--proxy", "--no-proxy");
        Refused.Add(command, "nothing is pulled from a registry.", "--oci-platform", "--oci-cache", "--max-image-size", "--docker-config");
        Refused.Add(command, "sockets of the host are not shared.", "--ssh-agent", "--docker-socket", "--expose-socket", "--mount-socket");
        Refused.Add(command, "write the options out.", "--smolfile", "-s");
        Refused.Add(command, "give the value with -e KEY, which takes it from the environment.", "--secret-env", "--secret-file");
    }

    /// <summary>The name of the engine that was asked for; null for the environment's choice.</summary>
    public string? Engine(ToolCall call) => call.Value(engine);

    /// <summary>The machine that was asked for.</summary>
    /// <param name="call">The command.</param>
    /// <param name="name">Its name; one is made up when null.</param>
    /// <exception cref="SmolVmException">A value cannot be used.</exception>
    public async Task<MachineOptions> ReadAsync(ToolCall call, string? name)
    {
        var pack = call.Value(from) is { } file ? await PackAsync(file, call.Ended) : null;
        var options = new MachineOptions
        {
            Name = name,
            Image = ToolImage.Of(call.Value(from) ?? call.Value(image)),
            MemoryMiB = call.Value(memory) ?? (int?)pack?.MemoryMiB,
            RootUpper = RootUpper.Disk,
            Network = call.Value(network) || pack is { Network: true },
            Environment = Variables.Read(call.Value(environment)),
            Mounts = Mounts(call),
        };
        options = WithPorts(options, call.Value(ports) ?? []);
        if ((call.Value(cpus) ?? pack?.Cpus) is { } count)
            options = options with { Cpus = count };
        return (call.Value(storage), call.Value(overlay)) is (null, null)
            ? options
            : options with { DiskMiB = Disk(Math.Max(call.Value(storage) ?? 0, call.Value(overlay) ?? 0)) };
    }

    internal static int Disk(int gibibytes) => gibibytes is > 0 and <= MiBInGiB
        ? gibibytes * MiBInGiB
        : throw new SmolVmException(ErrorCodes.Option, $"A machine cannot have a disk of {gibibytes} GiB. Give a number from 1 to {MiBInGiB}.");

    internal static MachineOptions WithPorts(MachineOptions options, IReadOnlyList<PortPair> pairs)
    {
        if (pairs.GroupBy(pair => pair.Host).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new SmolVmException(ErrorCodes.Option, $"duplicate host port {twice.Key}. Give each forward a port of its own.");
        if (pairs.GroupBy(pair => pair.Guest).FirstOrDefault(same => same.Count() > 1) is { } shared)
            throw new SmolVmException(ErrorCodes.Option, $"Two ports of the host lead to the guest's port {shared.Key}. Give one.");
        return options with
        {
            Ports = [.. pairs.Select(pair => pair.Guest)],
            HostPorts = pairs.ToDictionary(pair => pair.Guest, pair => pair.Host),
        };
    }

    IReadOnlyList<WorkspaceMount> Mounts(ToolCall call) =>
    [
        .. MountSpec.Parse(call.Value(mounts) ?? [], call.Value(writableMounts)),
        .. (call.Value(volumes) ?? []).Select(Volume.Parse).Select(volume => volume.Mount()),
    ];

    static async Task<PackManifest> PackAsync(string file, CancellationToken cancellationToken) => File.Exists(file)
        ? await SmolMachineFile.ReadManifestAsync(file, cancellationToken)
        : throw new SmolVmException(ErrorCodes.Pack, $"create from .smolmachine: file not found: {file}. Look for its name.");
}
