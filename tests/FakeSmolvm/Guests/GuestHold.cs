using System.Diagnostics;
using System.Globalization;
using FakeSmolvm.Machines;

namespace FakeSmolvm.Guests;

/// <summary>Boots, as far as there is something to boot: makes the process that a machine is.</summary>
static class GuestHold
{
    public static VmProcess Start(MachineRecord machine, Cli cli, bool diesWithTheCli)
    {
        var directory = cli.DirectoryOf(machine.Name);
        var volumes = Volume.ParseAll(machine.Volumes, cli.Drift).Select(volume => MountedVolume.Place(volume, directory)).ToList();
        // A list of destinations that is held to has none of them here: the network of the host cannot be divided so.
        var open = machine.Network && machine.Egress.Count == 0;
        var start = HostTool.Describe(
            GuestArgv.Hold(directory.Root, machine.Name, directory.Console, open, volumes, diesWithTheCli));
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        if (process.StandardOutput.ReadLine() is { } pid)
            return Remember(cli, VmProcess.Of(int.Parse(pid, CultureInfo.InvariantCulture)));
        File.AppendAllText(directory.Console, process.StandardError.ReadToEnd());
        throw CliException.Agent("start machine", $"agent process exited during startup, see {directory.Console}");
    }

    // For whoever clears up behind a test: the database forgets a machine whose process lives on.
    static VmProcess Remember(Cli cli, VmProcess process)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cli.Settings.Home, "processes"));
        File.WriteAllText(Path.Combine(folder.FullName, $"{process.Pid}.{process.StartTime}"), "");
        return process;
    }

    /// <summary>Leaves a process that has the streams of this one and ends with the machine.</summary>
    public static void HoldPipes(VmProcess machine)
    {
        string[] argv =
            ["/usr/bin/nsenter", "--target", machine.Pid.ToString(CultureInfo.InvariantCulture), "--pid", "--", "sleep", "3600"];
        using var process = Process.Start(HostTool.Describe(argv));
    }
}
