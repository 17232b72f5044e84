using FakeSmolvm.Faults;
using FakeSmolvm.Machines;
using FakeSmolvm.Packs;

namespace FakeSmolvm.Guests;

/// <summary>Makes the root of a machine: from its pack, its image or, for a bare one, from nothing.</summary>
static class MachineRoot
{
    /// <summary>What a registry's image sets.</summary>
    public static readonly string[] ImageEnvironment = ["PATH=" + GuestEnvironment.DefaultPath, "DOTNET_RUNNING_IN_CONTAINER=true"];

    public static void Fill(Cli cli, MachineRecord machine)
    {
        var directory = cli.DirectoryOf(machine.Name);
        if (Directory.Exists(directory.Root))
            return;
        // Whole or not at all: a half of a root would be taken for one by the next start.
        var fresh = directory.Root + ".new";
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);
        Directory.CreateDirectory(fresh);
        if (machine.Pack is not null)
            FromPack(cli, machine.Pack, fresh);
        else if (machine.Image is null)
            BaseTree.MakeBare(fresh);
        else if (LocalImage.Is(machine.Image, cli.Drift))
            LocalImage.Unpack(machine.Image, fresh);
        else
            Pull(cli, machine.Image, machine.Network, fresh);
        Directory.Move(fresh, directory.Root);
        File.WriteAllText(Marker(directory), "");
    }

    /// <summary>Made when the root was filled: what is newer is a change of the machine's own.</summary>
    public static string Marker(VmDirectory directory) => Path.Combine(directory.Path, "filled");

    public static void Pull(Cli cli, string image, bool network, string root)
    {
        Console.Error.WriteLine($"Pulling image {image}...");
        if (!network)
            throw CliException.Agent("pull image", "networking is disabled. Add --net");
        if (cli.Faults.Strikes(Fault.PullFails))
            throw CliException.Agent("pull image", $"{image}: manifest unknown");
        BaseTree.MakeImage(root);
    }

    static void FromPack(Cli cli, string path, string root)
    {
        using var pack = PackFile.Open(path, cli.Drift, missing: "source .smolmachine not found: ");
        if (pack.Manifest.Mode == "vm" && !cli.Drift.DiskPacksBoot)
            throw CliException.Agent("start machine", "agent process exited during startup");
        pack.ExtractRoot(root);
    }
}
