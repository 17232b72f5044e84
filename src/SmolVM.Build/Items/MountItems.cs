using Microsoft.Build.Framework;
using SmolVM.Mounts;

namespace SmolVM.Build.Items;

/// <summary>Reads <c>@(SmolMount)</c>.</summary>
static class MountItems
{
    public static IReadOnlyList<MountItem> Read(IEnumerable<ITaskItem> items) => [.. items.Select(Read)];

    /// <summary>Positions count over the whole list: they give the default guest paths and tags.</summary>
    public static IReadOnlyList<WorkspaceMount> Resolve(IReadOnlyList<MountItem> items, string baseDirectory) =>
        MountList.Check(items.Select((item, index) => Resolve(item, MountSpec.DefaultGuestPath(index, items.Count), baseDirectory)));

    static WorkspaceMount Resolve(MountItem item, string defaultGuestPath, string baseDirectory)
    {
        if (item.GuestPath is not null)
            return new WorkspaceMount(HostDirectory.Absolute(item.Host, baseDirectory), item.GuestPath, item.Tag, item.Writable);
        var mount = MountSpec.ParseOne(item.Host, defaultGuestPath, item.Writable, baseDirectory);
        return new WorkspaceMount(mount.HostPath, mount.GuestPath, item.Tag, item.Writable);
    }

    static MountItem Read(ITaskItem item)
    {
        ItemMetadata.EnsureKnown("SmolMount", item, ["GuestPath", "Tag", "Writable"]);
        return new MountItem(
            item.ItemSpec,
            item.GetMetadata("GuestPath") is { Length: > 0 } guest ? guest : null,
            item.GetMetadata("Tag") is { Length: > 0 } tag ? tag : null,
            PropertyText.Boolean($"Writable of the SmolMount '{item.ItemSpec}'", item.GetMetadata("Writable")) ?? false);
    }
}
