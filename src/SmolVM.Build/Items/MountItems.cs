using Microsoft.Build.Framework;
using SmolVM.Mounts;

namespace SmolVM.Build.Items;

/// <summary>Reads <c>@(SmolMount)</c>.</summary>
static class MountItems
{
    public static IReadOnlyList<MountItem> Read(IEnumerable<ITaskItem> items) => [.. items.Select(Read)];

    /// <summary>Positions count over the whole list: they give the default guest paths and tags.</summary>
    public static IReadOnlyList<WorkspaceMount> Resolve(IReadOnlyList<MountItem> items, string baseDirectory) =>
    [
        .. MountSpec.Parse(items.Select(item => item.Spec), writable: false, baseDirectory)
            .Zip(items, (mount, item) => new WorkspaceMount(mount.HostPath, mount.GuestPath, item.Tag, item.Writable)),
    ];

    static MountItem Read(ITaskItem item)
    {
        ItemMetadata.EnsureKnown("SmolMount", item, ["GuestPath", "Tag", "Writable"]);
        var guest = item.GetMetadata("GuestPath");
        return new MountItem(
            // With metadata the item is the host path alone, so that it may hold a colon.
            guest.Length > 0 ? $"{item.ItemSpec}:{guest}" : item.ItemSpec,
            item.GetMetadata("Tag") is { Length: > 0 } tag ? tag : null,
            PropertyText.Boolean($"Writable of the SmolMount '{item.ItemSpec}'", item.GetMetadata("Writable")) ?? false);
    }
}
