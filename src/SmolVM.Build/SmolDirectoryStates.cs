using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SmolVM.Build.Items;
using SmolVM.Errors;

namespace SmolVM.Build;

/// <summary>A line for each directory that a machine reads besides the project's own: another content, another line.</summary>
[MSBuildMultiThreadableTask]
public sealed class SmolDirectoryStates : Microsoft.Build.Utilities.Task
{
    /// <summary>The full path of the project, in whose directory relative paths begin.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>As <see cref="SmolPack.Image"/>.</summary>
    public string Image { get; set; } = "";

    /// <summary>As <see cref="SmolPack.Mounts"/>. One that the guest writes to is no input.</summary>
    public ITaskItem[] Mounts { get; set; } = [];

    /// <summary>Directories that the build itself writes, which may lie below a mount.</summary>
    public string[] Outputs { get; set; } = [];

    /// <summary>The lines.</summary>
    [Output]
    public ITaskItem[] Lines { get; set; } = [];

    /// <summary>Reads the directories.</summary>
    /// <returns>Always true: what cannot be used is refused in better words by the task that uses it.</returns>
    public override bool Execute()
    {
        var outputs = Outputs.Select(Path.TrimEndingDirectorySeparator).ToHashSet();
        Lines = [.. Directories().Where(Directory.Exists).Select(path => new TaskItem($"state={path} {DirectoryState.Of(path, outputs)}"))];
        return true;
    }

    IReadOnlyList<string> Directories()
    {
        var project = Path.GetDirectoryName(ProjectFile)!;
        try
        {
            var mounts = MountItems.Resolve(MountItems.Read(Mounts), project);
            return [.. mounts.Where(mount => !mount.Writable).Select(mount => mount.HostPath), ProjectImage.Resolve(Image, project)];
        }
        catch (SmolVmException)
        {
            return [];
        }
    }
}
