using SmolVM.Build.Items;
using SmolVM.Mounts;

namespace SmolVM.Build;

/// <summary>
/// What a guest sees that runs a program in its host's place: the project and the program, each at its own path, so that what is said and
/// written about paths is true on the host.
/// </summary>
static class RunLayout
{
    /// <param name="projectDirectory">The project's directory.</param>
    /// <param name="mountProject">Whether the guest sees it.</param>
    /// <param name="writable">Whether the guest's writes there reach the host.</param>
    /// <param name="items">Further mounts.</param>
    /// <param name="publishDirectory">The program that was published for the guest; empty: it runs where it was built.</param>
    /// <param name="programDirectory">Where the program is on the host, and in the guest.</param>
    public static IReadOnlyList<WorkspaceMount> Of(
        string projectDirectory,
        bool mountProject,
        bool writable,
        IReadOnlyList<MountItem> items,
        string publishDirectory,
        string programDirectory)
    {
        var list = new List<MountItem>();
        if (mountProject)
            list.Add(new MountItem(projectDirectory, projectDirectory, Writable: writable));
        list.AddRange(items);
        if (publishDirectory.Length > 0)
            list.Add(new MountItem(publishDirectory, programDirectory));
        return MountItems.Resolve(list, projectDirectory);
    }
}
