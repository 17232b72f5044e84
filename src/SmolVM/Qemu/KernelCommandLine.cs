using SmolVM.Images;

namespace SmolVM.Qemu;

/// <summary>The words that the guest's kernel and its agent read at boot.</summary>
internal static class KernelCommandLine
{
    // Any panic ends QEMU at once: panic=-1 with reboot=t and QEMU's -no-reboot.
    static readonly string[] Failing = ["panic=-1", "oops=panic", "reboot=t"];

    // What Debian's kernel does at boot that a throw-away machine has no use for, or that emulation makes dear.
    static readonly string[] Quick =
    [
        "quiet", "loglevel=4", "no_timer_check", "rcupdate.rcu_expedited=1", "cryptomgr.notests", "raid=noautodetect",
        "net.ifnames=0", "random.trust_cpu=on", "mitigations=off", "init_on_alloc=0", "transparent_hugepage=never",
        "psi=0",
    ];

    // tsc=reliable keeps a machine that was paused from declaring its clock unstable.
    static readonly string[] QuickX64 = ["tsc=reliable", "no5lvl", "noreplace-smp", "8250.nr_uarts=1"];

    // Nobody sits at the console. The id that a clone is given later lies over that of the boot, which systemd would write down for good.
    static readonly string[] Systemd = ["systemd.getty_auto=no", "systemd.mask=systemd-machine-id-commit.service"];

    public static string Build(QemuSetup setup)
    {
        var x64 = setup.Architecture == GuestArchitecture.X64;
        string[] words =
        [
            x64 ? "console=ttyS0" : "console=ttyAMA0",
            .. Failing,
            .. Quick,
            .. x64 ? QuickX64 : [],
            $"smol.root={(setup.RootKind == RootKind.Erofs ? "/dev/vda" : QemuArgv.HostRootTag)}",
            $"smol.upper={Upper(setup)}",
            .. setup.Init is { } init ? (string[])[.. Systemd, $"smol.init={init}"] : [],
            // The host may stay away as long as it likes.
            .. setup.Detached ? (string[])["smol.watch=off"] : [],
        ];
        return string.Join(' ', words);
    }

    static string Upper(QemuSetup setup) => (setup.UpperDisk, setup.RootKind) switch
    {
        (null, _) => "memory",
        (_, RootKind.Erofs) => "/dev/vdb",
        _ => "/dev/vda",
    };
}
