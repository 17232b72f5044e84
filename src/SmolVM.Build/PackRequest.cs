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
        IMachineProperties properties = task;
        var layout = properties.Layout(task.PublishDirectory);
        var image = ProjectImage.Resolve(task.Image, Path.GetDirectoryName(task.ProjectFile)!);
        var machine = properties.Machine(image, layout) with { ForPack = true };
        return new PackRequest(
            task.Engine,
            machine,
            ProvisionItems.Read(task.Provision, layout, task.ProgramName),
            OutputFile.Check(task.Output));
    }
}
