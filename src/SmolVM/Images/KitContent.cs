using System.Text;

namespace SmolVM.Images;

/// <summary>What goes into an initramfs, as data.</summary>
/// <param name="Agent">The guest agent: process 1, and the login shell.</param>
/// <param name="Busybox">A static busybox.</param>
/// <param name="Modules">Each group's modules in load order.</param>
/// <param name="Dropbear">The SSH server.</param>
/// <param name="Loader">The dynamic loader that it asks for.</param>
/// <param name="Libraries">The shared libraries, by file name.</param>
/// <param name="Keys">The keys.</param>
internal sealed record KitContent(
    byte[] Agent, byte[] Busybox, IReadOnlyDictionary<string, IReadOnlyList<KeyValuePair<string, byte[]>>> Modules,
    byte[] Dropbear, byte[] Loader, IReadOnlyDictionary<string, byte[]> Libraries, KitKeys Keys)
{
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;
    const UnixFileMode Plain = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    const UnixFileMode Anyone = Program | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;
    const UnixFileMode Device = Plain | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    static readonly string[] Folders =
    [
        "bin", "dev", "etc", "etc/dropbear", "lib", Images.Loader.GuestLibraries, "lib64", "lower", "modules", "proc", "run", "sbin",
        "sys", "sysroot", "upper", "usr", "usr/sbin",
    ];

    // For a person on the console of a boot that failed; the boot itself runs none of them.
    static readonly string[] Applets =
        ["cat", "chroot", "cp", "dmesg", "echo", "grep", "ip", "kill", "ln", "ls", "mkdir", "mount", "mv", "ps", "rm", "sh", "umount"];

    public IEnumerable<CpioEntry> Entries() =>
    [
        .. Folders.Order(StringComparer.Ordinal).Select(name => CpioEntry.Directory(name, Program)),
        CpioEntry.Directory("root", PrivateFolder),
        CpioEntry.Directory("root/.ssh", PrivateFolder),
        CpioEntry.Directory("tmp", Anyone),
        CpioEntry.CharacterDevice("dev/console", Private, 5, 1),
        CpioEntry.CharacterDevice("dev/null", Device, 1, 3),
        CpioEntry.File("init", Program, Agent),
        CpioEntry.Link("bin/enter", "/init"),
        CpioEntry.File("bin/busybox", Program, Busybox),
        .. Applets.Select(name => CpioEntry.Link($"bin/{name}", "busybox")),
        .. Modules.SelectMany(group => ModuleEntries(group.Key, group.Value)),
        Text("etc/passwd", "root:x:0:0:root:/root:/bin/enter\n"),
        Text("etc/group", "root:x:0:\n"),
        Text("etc/shells", "/bin/enter\n"),
        CpioEntry.File("etc/dropbear/dropbear_ed25519_host_key", Private, Keys.HostKey),
        CpioEntry.File("root/.ssh/authorized_keys", Private, Encoding.UTF8.GetBytes(Keys.AuthorizedKey + '\n')),
        CpioEntry.File("usr/sbin/dropbear", Program, Dropbear),
        CpioEntry.File(Images.Loader.GuestPath, Program, Loader),
        .. Libraries.OrderBy(library => library.Key, StringComparer.Ordinal)
            .Select(library => CpioEntry.File($"{Images.Loader.GuestLibraries}/{library.Key}", Plain, library.Value)),
    ];

    static IEnumerable<CpioEntry> ModuleEntries(string group, IReadOnlyList<KeyValuePair<string, byte[]>> modules) =>
    [
        CpioEntry.Directory($"modules/{group}", Program),
        .. modules.Select((module, index) => CpioEntry.File($"modules/{group}/{index:00}-{module.Key}.ko", Plain, module.Value)),
    ];

    static CpioEntry Text(string name, string text) => CpioEntry.File(name, Plain, Encoding.UTF8.GetBytes(text));
}
