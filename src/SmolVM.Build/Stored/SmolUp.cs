using Microsoft.Build.Framework;
using SmolVM.Build.Items;
using SmolVM.Errors;
using SmolVM.Machines;

namespace SmolVM.Build.Stored;

/// <summary>Makes the machine of a project, if there is none, and boots it, if it does not run. It outlives the build.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolUp : MachineTask, IMachineProperties
{
    // Another build may make or end the machine between our look and our step.
    const int Tries = 3;

    /// <summary>
    /// Where the root file system comes from: <c>base</c> (when empty), <c>debian</c>, <c>host</c>, a directory, or a
    /// <c>.smolmachine</c> file.
    /// </summary>
    public string Image { get; set; } = "";

    /// <summary>The image's own program that is process 1, such as <c>/sbin/init</c>; none when empty.</summary>
    public string Init { get; set; } = "";

    /// <summary>Virtual CPUs; 2 when empty.</summary>
    public string Cpus { get; set; } = "";

    /// <summary>Memory in MiB; 512, or 1024 for <c>debian</c> and <c>host</c>, when empty.</summary>
    public string MemoryMiB { get; set; } = "";

    /// <summary>Whether the guest reaches the network: <c>true</c> or <c>false</c> (when empty).</summary>
    public string Net { get; set; } = "";

    /// <summary>Whether the project's directory is mounted: <c>true</c> (when empty) or <c>false</c>.</summary>
    public string MountProject { get; set; } = "";

    /// <summary>Where the guest sees the project's directory; <c>/workspace</c> when empty.</summary>
    public string MountGuestPath { get; set; } = "";

    /// <summary>Further host directories: <c>HOST[:GUEST]</c>, metadata <c>GuestPath</c>, <c>Writable</c> and <c>Tag</c>.</summary>
    public ITaskItem[] Mounts { get; set; } = [];

    /// <summary>TCP ports of the guest that get a free port of the host's loopback address.</summary>
    public ITaskItem[] Ports { get; set; } = [];

    /// <summary>Variables of every program in the machine: <c>NAME=VALUE</c>, or <c>NAME</c> with the metadata <c>Value</c>.</summary>
    public ITaskItem[] Environment { get; set; } = [];

    /// <summary>Seconds from the start of the hypervisor until the machine is ready; the engine's default when empty.</summary>
    public string BootTimeout { get; set; } = "";

    /// <summary>The machine: its name, with the metadata of <see cref="MachineItem"/>.</summary>
    [Output]
    public ITaskItem? Up { get; set; }

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MachineEngines.EnsureKnown(Engine);
        var options = Options();
        var (engine, reason) = await MachineEngines.ChooseAsync(Engine, options, log, cancellationToken);
        log.Engine(reason);
        var machine = await UpAsync(engine.Stored!, options, log, cancellationToken);
        Up = MachineItem.Of(machine);
        foreach (var line in MachineItem.Lines(machine))
            log.Report(line);
    }

    async Task<StoredMachine> UpAsync(IStoredMachines stored, MachineOptions options, BuildLog log, CancellationToken cancellationToken)
    {
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                var found = await stored.FindAsync(MachineName, cancellationToken);
                if (found is not null)
                    OtherSettings.Refuse(found, options, ProjectFile);
                else
                    await stored.CreateAsync(options, cancellationToken);
                if (found?.State == MachineState.Running)
                    return found;
                await using (var machine = await stored.StartAsync(MachineName, log, cancellationToken))
                    log.CommandLine(machine.Argv);
                return (await stored.FindAsync(MachineName, cancellationToken))!;
            }
            catch (SmolVmException e) when (e.Code == ErrorCodes.StoredMachine && e is not OtherSettingsException && left > 0)
            {
                // Somebody was faster: look again.
            }
        }
    }

    MachineOptions Options()
    {
        IMachineProperties properties = this;
        var layout = properties.Layout(publishDirectory: "");
        var image = ProjectImage.Resolve(Image, Path.GetDirectoryName(ProjectFile)!, mayBeHost: true);
        return properties.Machine(image, layout) with { Name = MachineName, Stored = true, Ports = PortItems.Read(Ports) };
    }
}
