using Microsoft.Build.Framework;
using SmolVM.Build.Items;
using SmolVM.Machines;

namespace SmolVM.Build;

/// <summary>What targets say alike of a machine that keeps what is written to it, as the project wrote it.</summary>
interface IMachineProperties
{
    string ProjectFile { get; }

    string Init { get; }

    string Cpus { get; }

    string MemoryMiB { get; }

    string Net { get; }

    string MountProject { get; }

    string MountGuestPath { get; }

    ITaskItem[] Mounts { get; }

    ITaskItem[] Environment { get; }

    string BootTimeout { get; }

    /// <summary>What the guest sees of the host.</summary>
    /// <param name="publishDirectory">See <see cref="GuestLayout.Of"/>.</param>
    GuestLayout Layout(string publishDirectory) => GuestLayout.Of(
        Path.GetDirectoryName(ProjectFile)!,
        PropertyText.Boolean("SmolMountProject", MountProject) ?? true,
        MountGuestPath.Length > 0 ? MountGuestPath : GuestLayout.DefaultProjectPath,
        MountItems.Read(Mounts),
        publishDirectory);

    /// <summary>The machine; its writes go to a disk, for they are to be kept and need not fit into the guest's memory.</summary>
    MachineOptions Machine(string image, GuestLayout layout)
    {
        var options = new MachineOptions
        {
            Image = image,
            Init = Init.Length > 0 ? Init : null,
            MemoryMiB = PropertyText.WholeNumber("SmolMemory", MemoryMiB, "MiB"),
            Mounts = layout.Mounts,
            RootUpper = RootUpper.Disk,
            Network = PropertyText.Boolean("SmolNet", Net) ?? false,
            Environment = EnvironmentItems.Read(Environment),
            BootTimeout = PropertyText.Seconds("SmolBootTimeout", BootTimeout),
        };
        return PropertyText.WholeNumber("SmolCpus", Cpus, "virtual CPUs") is { } cpus ? options with { Cpus = cpus } : options;
    }
}
