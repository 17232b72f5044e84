using System.Globalization;

namespace FakeSmolvm.Guests;

/// <summary>How a guest is held and entered: namespaces of its own and a root of its own, by the tools of util-linux.</summary>
static class GuestArgv
{
    // $1 root, $2 name, $3 console, then host directory, mount point and ro or rw of each volume. It says its number on the host, which
    // the first /proc still knows, and then stands for the machine until it is killed: everything in its namespace ends with it. The shell
    // ignores SIGCHLD for its successor, so that the kernel clears away the guest's orphans. What nobody ended is gone in an hour.
    const string Holder = """
        set -eu
        root=$1 name=$2 console=$3
        shift 3
        exec 2>>"$console"
        read -r pid rest < /proc/self/stat
        hostname "$name"
        mount --bind "$root" "$root"
        for directory in proc sys tmp run dev; do mkdir -p "$root/$directory"; done
        mount -t proc proc "$root/proc"
        mount -t sysfs -o ro sysfs "$root/sys" || true
        for directory in tmp run dev; do mount -t tmpfs -o mode=755 tmpfs "$root/$directory"; done
        chmod 1777 "$root/tmp"
        mkdir -m 1777 "$root/dev/shm"
        for device in null zero full random urandom tty; do
            : > "$root/dev/$device"
            mount --bind "/dev/$device" "$root/dev/$device"
        done
        ln -s /proc/self/fd "$root/dev/fd"
        ln -s fd/0 "$root/dev/stdin"
        ln -s fd/1 "$root/dev/stdout"
        ln -s fd/2 "$root/dev/stderr"
        ip link set lo up 2>/dev/null || true
        while [ $# -gt 0 ]; do
            mkdir -p "$2"
            mount --bind "$1" "$2"
            if [ "$3" = ro ]; then mount -o remount,bind,ro "$2"; fi
            shift 3
        done
        echo "machine $name is up" >> "$console"
        echo "$pid"
        exec </dev/null >/dev/null 2>&1
        trap '' CHLD
        exec sleep 3600
        """;

    static readonly string[] Tether = ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--"];

    /// <summary>The process that holds a machine's namespaces.</summary>
    public static IReadOnlyList<string> Hold(
        string root, string name, string console, bool network, IReadOnlyList<MountedVolume> volumes, bool diesWithTheCli) =>
    [
        .. diesWithTheCli ? Tether : [], "/usr/bin/setsid",
        "/usr/bin/unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", .. (network ? Array.Empty<string>() : ["--net"]), "--",
        "sh", "-c", Holder, "sh", root, name, console,
        .. volumes.SelectMany(volume => new[] { volume.Host, volume.MountPoint, volume.ReadOnly ? "ro" : "rw" }),
    ];

    /// <summary>A command in the guest of that process.</summary>
    /// <param name="pid">The process that holds the machine.</param>
    /// <param name="root">The machine's root on the host.</param>
    /// <param name="directory">The working directory in the guest.</param>
    /// <param name="diesWithTheCli">Whether the kernel ends it with this process, however that ends.</param>
    /// <param name="command">The command.</param>
    public static IReadOnlyList<string> Enter(
        int pid, string root, string directory, bool diesWithTheCli, IReadOnlyList<string> command)
    {
        // By their paths: PATH is the guest's already.
        var tether = diesWithTheCli ? Tether : [];
        return
        [
            .. tether,
            "/usr/bin/nsenter", "--target", pid.ToString(CultureInfo.InvariantCulture), "--mount", "--pid", "--uts", "--net", "--",
            .. tether, "/usr/bin/unshare", "--root", root, "--wd", directory, "--", .. command,
        ];
    }
}
