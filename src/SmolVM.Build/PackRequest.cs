using SmolVM.Build.Items;
using SmolVM.Machines;
using SmolVM.Packs;

namespace SmolVM.Build;

/// <summary>What is to be packed: the project's text, read and checked. Nothing has been started when one exists.</summary>
sealed record PackRequest(string Engine, MachineOptions Machine, IReadOnlyList<ProvisionCommand> Commands, string Output)
{
    public static PackRequest From(SmolPack task)
    {
        MachineEngines.EnsureKnown(task.Engine);
        // Used when the pack is written, which comes after minutes of provisioning.
        SourceDate.FromEnvironment();
        var directory = Path.GetDirectoryName(task.ProjectFile)!;
        var layout = GuestLayout.Of(
            directory,
            PropertyText.Boolean("SmolMountProject", task.MountProject) ?? true,
            task.MountGuestPath.Length > 0 ? task.MountGuestPath : GuestLayout.DefaultProjectPath,
            MountItems.Read(task.Mounts),
            task.PublishDirectory);
        var machine = new MachineOptions
        {
            Image = ProjectImage.Resolve(task.Image, directory),
            MemoryMiB = PropertyText.WholeNumber("SmolMemory", task.MemoryMiB, "MiB"),
            Mounts = layout.Mounts,
            // What is packed must fit on a disk, not into the guest's memory.
            RootUpper = RootUpper.Disk,
            ForPack = true,
            Network = PropertyText.Boolean("SmolNet", task.Net) ?? false,
            Environment = EnvironmentItems.Read(task.Environment),
            BootTimeout = PropertyText.Seconds("SmolBootTimeout", task.BootTimeout),
        };
        if (PropertyText.WholeNumber("SmolCpus", task.Cpus, "virtual CPUs") is { } cpus)
            machine = machine with { Cpus = cpus };
        return new PackRequest(
            task.Engine,
            machine,
            ProvisionItems.Read(task.Provision, layout, task.ProgramName),
            OutputFile.Check(task.Output));
    }
}
