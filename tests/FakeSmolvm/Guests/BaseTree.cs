namespace FakeSmolvm.Guests;

/// <summary>
/// The roots that machines begin with: busybox, and in that of an image what of the host's libraries a .NET program asks for. Made by
/// copying, so that nothing which a guest does to them reaches the host.
/// </summary>
static class BaseTree
{
    static readonly string[] Folders =
    [
        "usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "usr/local/bin", "etc/ssl/certs", "usr/lib/ssl", "usr/share", "home", "mnt", "opt",
        "root", "srv", "var/lib", "var/log", "var/cache", "var/tmp", "proc", "sys", "dev", "run", "tmp",
    ];

    static readonly (string Path, string Target)[] Links =
    [
        ("bin", "usr/bin"), ("sbin", "usr/sbin"), ("lib", "usr/lib"), ("lib64", "usr/lib64"), ("var/run", "/run"),
        ("etc/mtab", "../proc/self/mounts"), ("usr/lib/ssl/certs", "/etc/ssl/certs"),
        ("usr/lib/ssl/cert.pem", "/etc/ssl/certs/ca-certificates.crt"),
    ];

    static readonly (string Path, string Text)[] Files =
    [
        ("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"),
        ("etc/group", "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n"),
        ("etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"),
        ("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
        ("etc/os-release", "ID=fake\nPRETTY_NAME=\"Fake of smolvm\"\n"),
    ];

    // A name that ends in a point has the number of a version behind it.
    static readonly string[] Libraries =
    [
        "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libgcc_s.so.1", "libstdc++.so.6",
        "libz.so.1", "libssl.so.3", "libcrypto.so.3", "libicudata.so.", "libicuuc.so.", "libicui18n.so.",
    ];

    static readonly string[] LibraryFolders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];

    /// <summary>What a machine without an image has.</summary>
    public static void MakeBare(string root)
    {
        foreach (var folder in Folders)
            Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var (path, target) in Links)
            File.CreateSymbolicLink(Path.Combine(root, path), target);
        foreach (var (path, text) in Files)
            File.WriteAllText(Path.Combine(root, path), text);
        File.SetUnixFileMode(Path.Combine(root, "var/tmp"), (UnixFileMode)0b1_111_111_111);
        CopyBusybox(root);
    }

    /// <summary>What every image of the fake's registry has.</summary>
    public static void MakeImage(string root)
    {
        MakeBare(root);
        CopyIfThere("/etc/ssl/certs/ca-certificates.crt", root);
        CopyIfThere("/etc/resolv.conf", root);
        CopyLibraries(root);
    }

    static void CopyBusybox(string root)
    {
        const string Busybox = "/usr/bin/busybox";
        if (!File.Exists(Busybox))
            throw new InvalidOperationException($"There is no {Busybox}. Install the package busybox-static.");
        File.Copy(Busybox, root + Busybox);
        foreach (var applet in HostTool.Run(Busybox, "--list-full").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(root, applet.StartsWith("usr/", StringComparison.Ordinal) ? applet : "usr/" + applet);
            if (!File.Exists(path) && Path.GetFileName(path) != "linuxrc")
                File.CreateSymbolicLink(path, Busybox);
        }
    }

    // A library is copied under the name that programs ask for; the loader has its own place.
    static void CopyLibraries(string root)
    {
        var loader = Directory.EnumerateFiles("/lib64", "ld-linux*").Concat(Directory.EnumerateFiles("/lib", "ld-linux*")).First();
        File.Copy(loader, Path.Combine(root, loader.TrimStart('/')));
        var folder = LibraryFolders.First(Directory.Exists);
        var guestFolder = Directory.CreateDirectory(root + folder).FullName;
        foreach (var library in Directory.EnumerateFiles(folder).Where(path => IsWanted(Path.GetFileName(path))))
            File.Copy(library, Path.Combine(guestFolder, Path.GetFileName(library)));
    }

    static bool IsWanted(string name) => Libraries.Contains(name) || Libraries.Contains(name.TrimEnd("0123456789".ToCharArray()));

    static void CopyIfThere(string path, string root)
    {
        if (File.Exists(path))
            File.Copy(path, root + path);
    }
}
