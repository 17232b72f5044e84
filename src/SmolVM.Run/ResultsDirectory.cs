using SmolVM.Mounts;

namespace SmolVM.Run;

/// <summary>A directory of the host that a test program writes to, at the same path. Disposed, an empty one is removed.</summary>
sealed class ResultsDirectory : IDisposable
{
    readonly string path;
    readonly bool isOurs;

    ResultsDirectory(string path, bool isOurs) => (this.path, this.isOurs) = (path, isOurs);

    /// <param name="path">The full path, with <c>.</c> and <c>..</c> resolved; it is made where it is not there.</param>
    public static ResultsDirectory Make(string path)
    {
        var isOurs = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        return new ResultsDirectory(path, isOurs);
    }

    /// <summary>The mounts with this directory among them; one at its path that is writable already is it.</summary>
    public IReadOnlyList<WorkspaceMount> AddTo(IReadOnlyList<WorkspaceMount> mounts)
    {
        var mount = new WorkspaceMount(path, path, writable: true);
        return mounts.Any(other => other.GuestPath == mount.GuestPath)
            ? [.. mounts.Select(other => other.GuestPath == mount.GuestPath && !other.Writable ? mount : other)]
            : [.. mounts, mount];
    }

    public void Dispose()
    {
        if (isOurs && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
            Directory.Delete(path);
    }
}
