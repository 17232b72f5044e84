namespace SmolVM.Processes;

/// <summary>Which Debian or Ubuntu package brings a program that this library starts.</summary>
internal static class DebianPackage
{
    static readonly Dictionary<string, string> ByProgram = new(StringComparer.Ordinal)
    {
        ["qemu-system-x86_64"] = "qemu-system-x86",
        ["qemu-system-aarch64"] = "qemu-system-arm",
        ["qemu-img"] = "qemu-utils",
        ["mkfs.erofs"] = "erofs-utils",
        ["mke2fs"] = "e2fsprogs",
        ["fakeroot"] = "fakeroot",
        ["faked-sysv"] = "fakeroot",
        ["zstd"] = "zstd",
        ["xz"] = "xz-utils",
        ["lz4"] = "lz4",
        ["gzip"] = "gzip",
        ["tar"] = "tar",
        ["cpio"] = "cpio",
        ["ssh"] = "openssh-client",
        ["ssh-keygen"] = "openssh-client",
        ["setpriv"] = "util-linux",
        ["setsid"] = "util-linux",
        ["apt-get"] = "apt",
        ["apt-cache"] = "apt",
        ["dpkg"] = "dpkg",
        ["dpkg-deb"] = "dpkg",
    };

    /// <summary>The package, or null for a program that is not in the table.</summary>
    public static string? Of(string program) => ByProgram.GetValueOrDefault(program);
}
