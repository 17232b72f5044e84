namespace SmolVM.Build.Tests.Infra;

/// <summary>
/// A root file system with nothing but a shell, the kit's own: machines of it are packed in no time. It is the same to the byte and the
/// second wherever it is written, so that the cache keeps one image and one frozen machine for all tests.
/// </summary>
static class SmallRoot
{
    /// <summary>Relative to a project's directory.</summary>
    public const string Image = "../rootfs/";

    public const string Property = $"<SmolImage>{Image}</SmolImage>";

    public static void Write(TestProject project)
    {
        var root = Directory.CreateDirectory(Path.Combine(project.Root, "rootfs")).FullName;
        var bin = Directory.CreateDirectory(Path.Combine(root, "bin")).FullName;
        var shell = File.CreateSymbolicLink(Path.Combine(bin, "sh"), "/run/smolvm/busybox");
        shell.LastWriteTimeUtc = DateTime.UnixEpoch;
        Directory.SetLastWriteTimeUtc(bin, DateTime.UnixEpoch);
        Directory.SetLastWriteTimeUtc(root, DateTime.UnixEpoch);
    }
}
