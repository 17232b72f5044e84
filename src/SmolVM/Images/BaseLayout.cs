namespace SmolVM.Images;

/// <summary>What the <c>base</c> image has besides its packages, as data. All of it belongs to root.</summary>
internal static class BaseLayout
{
    public const string CertificateBundle = "etc/ssl/certs/ca-certificates.crt";

    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode Shared = Modes.Folder | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    static readonly string[] Folders =
    [
        "dev", "etc", "etc/ssl", "etc/ssl/certs", "home", "mnt", "opt", "proc", "run", "srv", "sys", "usr/lib/ssl", "usr/local",
        "usr/local/bin", "usr/local/lib", "usr/local/sbin", "var", "var/cache", "var/lib", "var/log",
    ];

    public static IReadOnlyList<BaseFile> Of(DistributionPackages distribution) =>
    [
        .. Folders.Select(path => new BaseFile(path, Modes.Folder)),
        new("root", Private),
        new("tmp", Shared),
        new("var/tmp", Shared),
        Link("var/run", "/run"),
        Link("etc/localtime", "/usr/share/zoneinfo/Etc/UTC"),
        Link("etc/mtab", "../proc/self/mounts"),
        // Where OpenSSL looks, and with it .NET; the package "openssl", which would make these, is not needed otherwise.
        Link("usr/lib/ssl/certs", "/etc/ssl/certs"),
        Link("usr/lib/ssl/cert.pem", "/" + CertificateBundle),
        Text("etc/passwd",
            "root:x:0:0:root:/root:/bin/bash",
            "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin"),
        Text("etc/group",
            "root:x:0:", "tty:x:5:", "disk:x:6:", "mail:x:8:", "shadow:x:42:", "utmp:x:43:", "staff:x:50:", "users:x:100:",
            "nogroup:x:65534:"),
        Text("etc/hostname", "smolvm"),
        Text("etc/hosts", "127.0.0.1 localhost", "127.0.1.1 smolvm", "::1 localhost ip6-localhost ip6-loopback"),
        Text("etc/nsswitch.conf", "passwd: files", "group: files", "hosts: files dns"),
        Text("etc/os-release",
            $"PRETTY_NAME=\"SmolVM base ({distribution.Name})\"",
            $"ID={distribution.Name.Split('-')[0]}",
            $"VERSION_ID=\"{distribution.Name.Split('-')[1]}\""),
        Text("etc/profile", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "export PATH"),
        Text("etc/shells", "/bin/sh", "/bin/bash"),
        Text("etc/resolv.conf"),
    ];

    /// <summary>Links for busybox's applets, as <c>busybox --list-full</c> prints them, where no package has a program.</summary>
    public static IReadOnlyList<BaseFile> Applets(string list, Func<string, bool> exists) =>
    [
        .. list.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(path => path.StartsWith("usr/", StringComparison.Ordinal) ? path : "usr/" + path)
            .Distinct()
            .Where(path => !exists(path))
            .Order(StringComparer.Ordinal)
            .Select(path => Link(path, "/usr/bin/busybox")),
    ];

    /// <summary>One file of all certificates, in the order of their names.</summary>
    public static BaseFile Bundle(IEnumerable<string> certificates) =>
        new(CertificateBundle, Plain, string.Concat(certificates.Select(text => text.TrimEnd() + '\n')));

    static BaseFile Text(string path, params string[] lines) => new(path, Plain, string.Concat(lines.Select(line => line + '\n')));

    static BaseFile Link(string path, string target) => new(path, default, Target: target);
}
