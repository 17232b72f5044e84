using FakeSmolvm.Guests;
using FakeSmolvm.Machines;
using FakeSmolvm.Packs;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class Create
{
    const int MostCpus = 16;
    const int DefaultCpus = 4;
    const uint DefaultMemory = 8192;

    public static int Run(Cli cli, AcceptedCall call)
    {
        var name = call.MachineName ?? MachineName.Invent();
        if (cli.Drift.HasShiftedFlagsNote && call.Rest.Any(word => word.StartsWith("--", StringComparison.Ordinal)))
            Console.Error.WriteLine("note: flags after -- belong to the command");
        Make(cli, Describe(cli, call, name));
        Console.WriteLine($"Created machine: {name}");
        Console.WriteLine($"  Start it with: smolvm machine start --name {name}");
        return 0;
    }

    /// <summary>Puts it into the database, with the content of its pack where the version keeps that.</summary>
    public static void Make(Cli cli, MachineRecord machine)
    {
        cli.Store.Add(machine);
        if (machine.Pack is not null && !cli.Drift.SidecarIsReadAtEachStart)
            MachineRoot.Fill(cli, machine);
    }

    /// <summary>The record of a new machine, from the flags that <c>create</c> and <c>run</c> share.</summary>
    /// <exception cref="CliException">A value is refused.</exception>
    public static MachineRecord Describe(Cli cli, AcceptedCall call, string name)
    {
        MachineName.Check(name, cli.Drift);
        if (call.Has("--smolfile"))
            throw new CliException("this fake of smolvm does not play --smolfile here");
        var pack = call.Value("--from") is { } path ? ReadPack(path, cli.Drift) : null;
        var egress = EgressPolicy.Of(call, pack, cli.Drift);
        var image = pack is null ? Image(call, egress, cli.Drift) : pack.Mode == "vm" ? null : pack.Image;
        Volume.ParseAll(call.Values("--volume"), cli.Drift);
        var (entrypoint, command) = Workload(call, pack, cli.Drift);
        return new MachineRecord
        {
            Name = name,
            CreatedAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            Cpus = Cpus(Overriding(Given.Number(call, "--cpus"), DefaultCpus, pack?.Cpus)),
            MemoryMiB = Memory(Overriding((uint?)Given.Number(call, "--mem"), DefaultMemory, pack?.Mem)),
            StorageGiB = Disk(Given.Size(call, "--storage")),
            OverlayGiB = Given.Size(call, "--overlay"),
            Image = image,
            Pack = pack is null ? null : Path.GetFullPath(call.Value("--from")!),
            Volumes = call.Values("--volume"),
            Ports = Ports(call.Values("--port")),
            Network = egress.Network,
            NetBackend = call.Value("--net-backend"),
            Egress = egress.Destinations,
            ImageEnvironment = pack is not null ? GuestEnvironment.Complete(pack.Env ?? [], cli.Drift)
                : image is null ? [] : MachineRoot.ImageEnvironment,
            Environment = GuestEnvironment.Complete(call.Values("--env"), cli.Drift),
            WorkingDirectory = pack is null ? call.Value("--workdir") : pack.Workdir,
            Entrypoint = entrypoint,
            Command = command,
            Init = call.Values("--init"),
            Labels = call.Values("--label").Select(label => label.Split('=', 2)).ToDictionary(label => label[0], label => label[1]),
        };
    }

    static PackManifest ReadPack(string path, Drift drift)
    {
        using var pack = PackFile.Open(path, drift, missing: "create from .smolmachine: file not found: ");
        if (drift.SecretRefsAreRefused && pack.Manifest.SecretRefs is { Count: > 0 })
            throw CliException.Config("create machine", "packs may not carry secret refs");
        if (drift.ArchitectureIsChecked)
            pack.RequirePlatform(pack.Manifest.Platform);
        return pack.Manifest;
    }

    static string? Image(AcceptedCall call, EgressPolicy egress, Drift drift)
    {
        if (call.Value("--image") is not { } image)
            return null;
        if (!egress.Network && drift.PullNeedsNetworkAtCreate && !LocalImage.Is(image, drift))
        {
            throw CliException.Config(
                "create machine", $"image {image} must be pulled from a registry, but this machine has no network. Add --net");
        }
        return LocalImage.Is(image, drift) ? Path.GetFullPath(image) : image;
    }

    static (IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Command) Workload(AcceptedCall call, PackManifest? pack, Drift drift) =>
        call.Command != "machine create" ? ([], [])
        : pack is null ? ([], call.Rest)
        : call.Rest.Count > 0 && drift.CommandReplacesThePacks ? ([], call.Rest)
        : (pack.Entrypoint ?? [], pack.Cmd ?? []);

    // A value of ours that equals the default cannot be told from none.
    static T Overriding<T>(T? ours, T usual, T? packs) where T : struct =>
        packs is null ? ours ?? usual : ours is null || ours.Value.Equals(usual) ? packs.Value : ours.Value;

    static int Cpus(int cpus)
    {
        if (cpus == 0)
            throw CliException.Config("create machine", "cpus must be at least 1");
        if (cpus > MostCpus)
            Console.Error.WriteLine($"WARN {cpus} vCPUs were asked for, using {MostCpus}");
        return Math.Min(cpus, MostCpus);
    }

    static uint Memory(uint mebibytes) =>
        mebibytes >= 64 ? mebibytes : throw CliException.Config("create machine", "memory must be at least 64 MiB");

    static ulong? Disk(ulong? gibibytes) =>
        gibibytes == 0 ? throw CliException.Config("create machine", "storage must be at least 1 GiB") : gibibytes;

    static IReadOnlyList<string> Ports(IReadOnlyList<string> ports)
    {
        var twice = ports.Select(port => port.Split(':')[0]).GroupBy(port => port).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? ports : throw CliException.Config("create machine", $"duplicate host port {twice.Key}");
    }
}
