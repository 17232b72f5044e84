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
        Directory.CreateDirectory(directory.Path);
        if (machine.Pack is not null)
            FromPack(cli, machine.Pack, directory.Root);
        else if (machine.Image is null)
            BaseTree.MakeBare(directory.Root);
        else if (LocalImage.Is(machine.Image, cli.Drift))
            LocalImage.Unpack(machine.Image, directory.Root);
        else
            Pull(cli, machine.Image, machine.Network, directory.Root);
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
