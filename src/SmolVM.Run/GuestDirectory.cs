using SmolVM.Mounts;

namespace SmolVM.Run;

/// <summary>Where the guest sees a directory of the host.</summary>
static class GuestDirectory
{
    /// <returns>Null where no mount shows it. Of several mounts the innermost counts.</returns>
    public static string? Of(string hostPath, IReadOnlyList<WorkspaceMount> mounts) =>
        (from mount in mounts
         let relative = Path.GetRelativePath(mount.HostPath, hostPath)
         where relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative)
         orderby mount.HostPath.Length descending
         select relative == "." ? mount.GuestPath : $"{mount.GuestPath}/{relative}").FirstOrDefault();
}
