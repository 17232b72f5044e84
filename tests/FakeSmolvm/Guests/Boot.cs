using FakeSmolvm.Faults;
using FakeSmolvm.Machines;

namespace FakeSmolvm.Guests;

/// <summary>Brings a machine of the database up.</summary>
static class Boot
{
    public static MachineRecord Up(Cli cli, MachineRecord machine, bool forkable = false, bool diesWithTheCli = false)
    {
        var directory = cli.DirectoryOf(machine.Name);
        directory.MakeDisks(machine.StorageGiB, machine.OverlayGiB);
        using var held = LockFor(cli, directory);
        using var marker = MarkerOf(cli);
        RefusePortsInUse(cli, machine);
        RefuseHost(cli);
        if (machine.Pack is not null && cli.Drift.SidecarIsReadAtEachStart && !File.Exists(machine.Pack))
            throw CliException.Config("start machine", $"source .smolmachine not found: {machine.Pack}");
        var first = !machine.EverStarted;
        // The image is pulled by the guest: it runs already, and goes on running where that fails and nobody ends it.
        try
        {
            MachineRoot.Fill(cli, machine);
        }
        catch (CliException) when (!cli.Drift.FailedStartIsTornDown && machine.Image is not null && machine.Pack is null)
        {
            BaseTree.MakeBare(directory.Root);
            Launch(cli, machine, forkable, diesWithTheCli);
            throw;
        }
        machine = Launch(cli, machine, forkable, diesWithTheCli);
        if (cli.Faults.Has(Fault.SlowStart))
            Thread.Sleep(TimeSpan.FromSeconds(cli.Faults.Number(Fault.SlowStart) ?? 5));
        if (first)
            Initialise(cli, machine);
        return machine;
    }

    static MachineRecord Launch(Cli cli, MachineRecord machine, bool forkable, bool diesWithTheCli)
    {
        var process = GuestHold.Start(machine, cli, diesWithTheCli);
        return cli.Store.Change(machine.Name, record => record with
        {
            Process = process,
            EverStarted = true,
            Forkable = forkable,
            Frozen = false,
            Unreachable = false,
        });
    }

    static void Initialise(Cli cli, MachineRecord machine)
    {
        foreach (var line in machine.Init)
        {
            var code = cli.Guest(machine).Run(new GuestRequest(["/bin/sh", "-c", line]) { Environment = EnvironmentOf(machine) });
            if (code == 0)
                continue;
            if (cli.Drift.FailedStartIsTornDown)
                machine.Process!.Kill();
            throw CliException.Agent("init", $"init command failed with exit code {code}: {line}");
        }
    }

    public static IReadOnlyDictionary<string, string> EnvironmentOf(MachineRecord machine) =>
        GuestEnvironment.Of(machine.ImageEnvironment, machine.Environment);

    static FileStream LockFor(Cli cli, VmDirectory directory)
    {
        try
        {
            if (!cli.Faults.Strikes(Fault.Busy))
                return new FileStream(directory.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Another call holds it.
        }
        throw CliException.Agent("start machine", "another process is already starting or running this VM");
    }

    // The program's boots share one file, and one of two at a time is taken for the other; here it does not become ready.
    static FileStream? MarkerOf(Cli cli)
    {
        try
        {
            return cli.Drift.BootsShareAMarker
                ? new FileStream(Path.Combine(cli.Settings.Home, "boot-marker"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : null;
        }
        catch (IOException)
        {
            throw CliException.Agent("start machine", "agent did not become ready within 30 seconds");
        }
    }

    static void RefusePortsInUse(Cli cli, MachineRecord machine)
    {
        if (machine.Ports.Count > 0 && cli.Faults.Strikes(Fault.PortInUse))
            throw CliException.Config("start machine", $"host port {machine.Ports[0].Split(':')[0]} is already in use by running machine 'another'");
        var mine = machine.Ports.Select(port => port.Split(':')[0]).ToHashSet();
        foreach (var other in cli.Store.All().Where(other => other.Name != machine.Name && other.IsAlive))
        {
            if (other.Ports.Select(port => port.Split(':')[0]).FirstOrDefault(mine.Contains) is { } port)
                throw CliException.Config("start machine", $"host port {port} is already in use by running machine '{other.Name}'");
        }
    }

    static void RefuseHost(Cli cli)
    {
        if (cli.Faults.Strikes(Fault.NoKvm))
            throw CliException.Agent("start machine", "kvm not available: /dev/kvm does not exist");
        if (cli.Faults.Strikes(Fault.KvmDenied))
            throw CliException.Agent("start machine", "kvm permission denied: cannot open /dev/kvm");
        if (cli.Faults.Strikes(Fault.BootTimeout))
            throw CliException.Agent("start machine", "agent did not become ready within 30 seconds");
    }
}
