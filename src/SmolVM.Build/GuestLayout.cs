using SmolVM.Build.Items;
using SmolVM.Mounts;

namespace SmolVM.Build;

/// <summary>What the guest sees of the host, and where.</summary>
/// <param name="Mounts">The project first, where it is mounted.</param>
/// <param name="ProjectPath">Where the guest sees the project; null when it is not mounted.</param>
/// <param name="PublishPath">Where the guest sees the published program; null when none was published.</param>
sealed record GuestLayout(IReadOnlyList<WorkspaceMount> Mounts, string? ProjectPath, string? PublishPath)
{
    public const string DefaultProjectPath = "/workspace";

    /// <summary>Below <c>/run</c>, which is no part of a pack.</summary>
    public const string SeparatePublishPath = "/run/smolpublish";

    /// <summary>The program is seen through the project's mount where it lies below the project, else through a mount of its own.</summary>
    public static GuestLayout Of(
        string projectDirectory, bool mountProject, string projectPath, IReadOnlyList<MountItem> items, string publishDirectory)
    {
        var list = new List<MountItem>();
        if (mountProject)
            list.Add(new MountItem(projectDirectory, projectPath));
        list.AddRange(items);

        string? publishPath = null;
        if (publishDirectory.Length > 0)
        {
            var relative = Path.GetRelativePath(projectDirectory, publishDirectory).Replace(Path.DirectorySeparatorChar, '/');
            var below = mountProject && relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal);
            publishPath = below ? $"{projectPath.TrimEnd('/')}/{relative}" : SeparatePublishPath;
            if (!below)
                list.Add(new MountItem(publishDirectory, SeparatePublishPath));
        }
        return new GuestLayout(MountItems.Resolve(list, projectDirectory), mountProject ? projectPath : null, publishPath);
    }
}
