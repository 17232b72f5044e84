using System.Runtime.InteropServices;

namespace SmolVM.Images;

/// <summary>The distribution's names of the packages that kits and the <c>base</c> image are made from.</summary>
/// <param name="Name">The distribution, as part of cache keys: <c>debian-12</c>.</param>
/// <param name="KernelMeta">The package that depends on the newest kernel image.</param>
/// <param name="KernelParts">Prefixes of the packages that carry a kernel's files; its release is added to each.</param>
/// <param name="KitUserland">A static busybox, dropbear and the libraries that dropbear is linked with.</param>
/// <param name="Base">What the <c>base</c> image holds.</param>
internal sealed record DistributionPackages(
    string Name, string KernelMeta, IReadOnlyList<string> KernelParts, IReadOnlyList<string> KitUserland, IReadOnlyList<string> Base)
{
    /// <summary>Lines for apt in place of the system's own sources; null: the system's.</summary>
    public string? Sources { get; init; }

    /// <summary>What the <c>debian</c> image holds, besides what these packages need.</summary>
    /// <exception cref="HostNotSupportedException">The distribution is not Debian.</exception>
    public IReadOnlyList<string> System => Name.StartsWith("debian-", StringComparison.Ordinal)
        ?
        [
            .. Essential, .. Base.Where(package => package != "busybox-static"),
            "apt", "dbus", "debian-archive-keyring", "systemd", "systemd-sysv",
        ]
        : throw new HostNotSupportedException(
            $"The image 'debian' is made of the host's own packages, and this host is {Name}. Make it on Debian 12 or 13, "
            + "or unpack a root file system and name its directory.");

    /// <summary>What caches are told apart by.</summary>
    public string Key => Sources is null ? Name : $"{Name} {Sources}";

    static readonly string[] Userland =
        ["busybox-static", "dropbear-bin", "libc6", "libcrypt1", "libgmp10", "libtomcrypt1", "libtommath1", "zlib1g"];

    // What Debian calls essential: every package may use it without saying so. The last keeps /bin and the like links into /usr.
    static readonly string[] Essential =
    [
        "base-files", "base-passwd", "bash", "bsdutils", "coreutils", "dash", "debianutils", "diffutils", "dpkg", "findutils", "grep", "gzip",
        "hostname", "init-system-helpers", "libc-bin", "login", "mount", "ncurses-base", "ncurses-bin", "perl-base", "sed",
        "sysvinit-utils", "tar", "util-linux", "usr-is-merged",
    ];

    static readonly string[] Common =
    [
        "bash", "busybox-static", "ca-certificates", "libc-bin", "libc6", "libcom-err2", "libcrypt1", "libgcc-s1", "libgssapi-krb5-2",
        "libk5crypto3", "libkeyutils1", "libkrb5-3", "libkrb5support0", "libstdc++6", "libtinfo6", "tzdata", "zlib1g",
    ];

    public static readonly DistributionPackages Debian12 =
        new("debian-12", "linux-image-amd64", ["linux-image-"], Userland, [.. Common, "libicu72", "libssl3"]);

    public static readonly DistributionPackages Debian13 =
        new("debian-13", "linux-image-amd64", ["linux-image-"], Userland, [.. Common, "libicu76", "libssl3t64", "libzstd1"]);

    public static readonly DistributionPackages Ubuntu2404 = new(
        "ubuntu-24.04", "linux-image-generic", ["linux-image-", "linux-modules-", "linux-modules-extra-"], Userland,
        [.. Common, "libicu74", "libssl3t64"]);

    /// <summary>Null for a host whose packages are not known.</summary>
    public static DistributionPackages? Find(OsRelease host, Architecture architecture) =>
        (host.Id, host.VersionId, architecture) switch
        {
            ("debian", "12", Architecture.X64) => Debian12,
            ("debian", "13", Architecture.X64) => Debian13,
            ("ubuntu", "24.04", Architecture.X64) => Ubuntu2404,
            _ => null,
        };

    public static DistributionPackages For(OsRelease host, Architecture architecture) =>
        Find(host, architecture) ?? throw new HostNotSupportedException(
            $"This host is '{host.PrettyName}' on {architecture}, and the packages of a kit and of the base image are known for "
            + "Debian 12, Debian 13 and Ubuntu 24.04 on X64. Run on one of those, for example in a container of one, or write a kit there "
            + "(dotnet smolvm kit export FILE), take it here (dotnet smolvm kit import FILE), and start from a pack or a directory.");

    /// <summary>Whether those of this host are known.</summary>
    public static bool AreKnown => Find(OsRelease.Read(), RuntimeInformation.OSArchitecture) is not null;

    public static DistributionPackages OfThisHost() => For(OsRelease.Read(), RuntimeInformation.OSArchitecture);
}
