using System.Globalization;
using FakeSmolvm.Guests;
using FakeSmolvm.Machines;
using FakeSmolvm.Packs;
using SmolVM.Tests.Contract;

namespace FakeSmolvm.Commands;

static class PackCreate
{
    public static int Run(Cli cli, AcceptedCall call)
    {
        var path = call.Value("--output")!;
        if (cli.Drift.SuffixedOutputIsRefused && path.EndsWith(".smolmachine", StringComparison.Ordinal))
            throw CliException.Config("create pack", $"output '{path}' must not end in .smolmachine, which is added");
        if (call.Has("--single-file"))
            throw new CliException("this fake of smolvm does not play --single-file");
        var smolfile = Smolfile.Read(call.Value("--smolfile"));
        using var content = new PackContent(cli.Drift);
        var manifest = call.Value("--from-vm") is { } name
            ? OfMachine(cli, name, content, call.Has("--rebase-from-image"))
            : OfImage(cli, call.Value("--image") ?? throw CliException.Config("create pack", "no image"), content);
        return Write(cli, new PackOutput(path, cli.Drift), content, manifest with
        {
            Cpus = Given.Number(call, "--cpus") ?? 4,
            Mem = (uint?)Given.Number(call, "--mem") ?? 8192,
            Network = smolfile.Network ?? manifest.Network,
        });
    }

    static int Write(Cli cli, PackOutput output, PackContent content, PackManifest manifest)
    {
        output.WriteStub();
        var assets = content.Compress();
        if (Panic.Strikes(cli))
        {
            output.WriteHalf(assets);
            return Panic.Now();
        }
        output.Write(assets, manifest.Encode());
        Console.WriteLine($"Packed: {Path.ChangeExtension(output.Sidecar, null)} (1 KB)");
        Console.WriteLine($"Assets: {output.Sidecar} ({assets.Length / 1024} KB)");
        return 0;
    }

    static PackManifest OfImage(Cli cli, string image, PackContent content)
    {
        if (cli.Drift.ImagePacksFail)
            throw CliException.Config("validate machine name", "machine name must start with a letter or digit");
        AddImageLayer(cli, image, content);
        return Describe(cli, content, image) with { Env = MachineRoot.ImageEnvironment, Cmd = ["/bin/sh"] };
    }

    static PackManifest OfMachine(Cli cli, string name, PackContent content, bool rebase)
    {
        var machine = cli.Store.Find(name) ?? throw CliException.Config("pack from VM", $"VM '{name}' not found");
        var directory = cli.DirectoryOf(name);
        RefuseUnpackable(cli, machine, directory);
        if (machine.IsBare)
            content.AddDisk(directory.Root);
        else
            AddLayersOf(cli, machine, directory, content, rebase);
        IEnumerable<string> fromImage = machine.IsBare || cli.Drift.ImageEnvironmentIsPacked ? machine.ImageEnvironment : [];
        return Describe(cli, content, machine.Image ?? $"vm://{name}") with
        {
            Mode = machine.IsBare ? "vm" : "container",
            Env = [.. fromImage, .. machine.Environment],
            Workdir = machine.WorkingDirectory,
            Entrypoint = machine.Entrypoint.Count > 0 ? machine.Entrypoint : ["/bin/sh"],
            Cmd = machine.Command,
            Network = machine.Network,
        };
    }

    static void AddLayersOf(Cli cli, MachineRecord machine, VmDirectory directory, PackContent content, bool rebase)
    {
        var keepsThePacks = machine.Pack is not null && cli.Drift.LayersOfThePackAreKept;
        if (!rebase && (keepsThePacks || !cli.Drift.PacksHaveSeveralLayers))
        {
            content.AddLayer(directory.Root);
            return;
        }
        // The image is pulled again; what the machine had from a pack is neither in it nor newer.
        AddImageLayer(cli, machine.Image!, content);
        if (!cli.Drift.ImageChangesAreLost)
            content.AddLayer(directory.Root, MachineRoot.Marker(directory));
    }

    static void AddImageLayer(Cli cli, string image, PackContent content)
    {
        var scratch = Directory.CreateTempSubdirectory("fake-smolvm-");
        try
        {
            MachineRoot.Pull(cli, image, network: true, scratch.FullName);
            content.AddLayer(scratch.FullName);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    static void RefuseUnpackable(Cli cli, MachineRecord machine, VmDirectory directory)
    {
        if (machine.IsAlive)
            throw CliException.Config("pack from VM", $"VM '{machine.Name}' is running. Stop it first");
        if (machine.ForkBase is { } golden && cli.Drift.ForkClonesCannotBePacked)
            throw CliException.Config("pack from VM", $"VM '{machine.Name}' is a fork clone of '{golden}'");
        if (machine.Image is { } image && LocalImage.Is(image, cli.Drift))
            throw CliException.Config("pack from VM", $"VM '{machine.Name}' was created from a local image");
        if (machine.Image is not null && cli.Drift.ImagePacksFail)
            throw CliException.Config("validate machine name", "machine name must start with a letter or digit");
        var hasDisk = machine.EverStarted && !(machine is { IsBare: true, OverlayGiB: null } && cli.Drift.DefaultDisksCannotBePacked);
        if (!hasDisk || !Directory.Exists(directory.Root))
        {
            throw CliException.Config("pack from VM", cli.Drift.NeverStartedIsSaidPlainly && !machine.EverStarted
                ? $"VM '{machine.Name}' has never been started (overlay disk not found at {directory.Path}/overlay.raw)"
                : $"overlay disk not found at {directory.Path}/overlay.raw");
        }
    }

    static PackManifest Describe(Cli cli, PackContent content, string image) => new()
    {
        Image = image,
        Digest = content.Assets.Layers is [var first, ..] ? first.Digest : "none",
        Platform = PackFile.HostPlatform,
        Cpus = 0,
        Mem = 0,
        ImageSize = content.LayerBytes,
        HostPlatform = PackFile.HostPlatform,
        Created = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        SmolvmVersion = cli.Settings.Version.ToString(),
        Assets = content.Assets,
    };
}
