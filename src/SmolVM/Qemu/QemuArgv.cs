using SmolVM.Images;
using SmolVM.Mounts;

namespace SmolVM.Qemu;

/// <summary>QEMU's command line as a pure function of what the machine is made of.</summary>
internal static class QemuArgv
{
    /// <summary>The 9p tag of a root that is a host directory.</summary>
    public const string HostRootTag = "root0";

    // The same in every machine, for a clone finds its memory by it.
    const string MemoryId = "ram";

    public static IReadOnlyList<string> Build(QemuSetup setup)
    {
        var bus = setup.Architecture == GuestArchitecture.X64 ? "pci" : "device";
        return
        [
            setup.Executable,
            "-name", setup.HostName,
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            // QEMU needs none of this after it has started; a guest that breaks out of the emulator finds it closed.
            "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            .. Machine(setup),
            "-smp", $"{setup.Cpus}",
            "-m", $"{setup.MemoryMiB}M",
            "-object", Memory(setup),
            "-rtc", "base=utc,clock=host",
            "-kernel", setup.Kernel,
            "-initrd", setup.Initramfs,
            "-append", KernelCommandLine.Build(setup),
            "-chardev", Socket("qmp", setup.QmpSocket, setup),
            "-mon", "chardev=qmp,mode=control",
            "-chardev", Console(setup),
            "-serial", "chardev:console",
            "-object", "rng-random,id=rng0,filename=/dev/urandom",
            "-device", $"virtio-rng-{bus},rng=rng0",
            "-device", $"virtio-serial-{bus},id=serial0,max_ports=4",
            "-chardev", Socket("agent", setup.AgentSocket, setup),
            "-device", "virtserialport,bus=serial0.0,chardev=agent,name=smolvm.agent,nr=1",
            .. Disks(setup, bus),
            "-netdev", Network(setup),
            // A clone has nobody to tell that it has moved. (announce-rounds=0 would do the same, and QEMU 7.2 crashes as such a guest ends.)
            "-device", $"virtio-net-{bus},netdev=net0,guest_announce=off,mac=52:54:00:12:34:56{(bus == "pci" ? ",romfile=" : "")}",
            .. HostRoot(setup, bus),
            .. MountArgv.Fsdevs(setup.Slots, setup.EmptyDirectory, setup.MountSecurity),
            .. MountArgv.Devices(setup.Slots, bus == "pci" ? MountTransport.Pci : MountTransport.Mmio),
            // Not a place to listen at yet: what is to be loaded must be said first.
            .. setup.Incoming ? (string[])["-incoming", "defer"] : [],
            // Its connection tells us that QEMU is as far as to serve its sockets; and with nobody there QEMU ends.
            .. setup.Detached
                ? (string[])["-chardev", $"socket,id=start,path={QemuOption.Escape(setup.StartSocket)},server=off", "-mon", "chardev=start,mode=control"]
                : [],
        ];
    }

    static string[] Machine(QemuSetup setup) => (setup.Architecture, setup.Accelerator) switch
    {
        // la57 costs a level of page tables under emulation. With erms and fsrm the kernel copies by `rep movsb`, a byte at a time there.
        // tb-size is QEMU's default of 1 GiB cut to what a small machine fills.
        (GuestArchitecture.X64, Accelerator.Tcg) =>
            ["-machine", Q35, "-accel", "tcg,thread=multi,tb-size=128", "-cpu", "max,la57=off,erms=off,fsrm=off", "-device", "vmgenid,guid=auto"],
        (GuestArchitecture.X64, _) => ["-machine", Q35, "-accel", "kvm", "-cpu", "host", "-device", "vmgenid,guid=auto"],
        (_, Accelerator.Tcg) => ["-machine", Virt, "-accel", "tcg,thread=multi,tb-size=128", "-cpu", "max"],
        _ => ["-machine", Virt, "-accel", "kvm", "-cpu", "host"],
    };

    static string Socket(string id, string path, QemuSetup setup) =>
        $"socket,id={id},path={QemuOption.Escape(path)},server={(setup.Detached ? "on,wait=off" : "off")}";

    // append: whoever shortens the file while QEMU has it open leaves no hole in it.
    static string Console(QemuSetup setup) => setup.Detached
        ? $"file,id=console,path={QemuOption.Escape(setup.ConsoleFile)},append=on"
        : Socket("console", setup.ConsoleSocket, setup);

    const string Virt = $"virt,memory-backend={MemoryId}";

    const string Q35 = $"q35,memory-backend={MemoryId},mem-merge=off,dump-guest-core=off,hpet=off,usb=off,vmport=off,smbus=off,sata=off,i8042=off";

    static string Memory(QemuSetup setup) => setup.Memory is { } file
        ? $"memory-backend-file,id={MemoryId},size={setup.MemoryMiB}M,mem-path={QemuOption.Escape(file.Path)},share={(file.Shared ? "on" : "off")}"
        : $"memory-backend-ram,id={MemoryId},size={setup.MemoryMiB}M";

    static IEnumerable<string> Disks(QemuSetup setup, string bus)
    {
        string[] root = setup.RootKind == RootKind.Erofs
            ?
            [
                "-drive", $"file={QemuOption.Escape(setup.RootPath)},if=none,format=raw,readonly=on,id=root",
                "-device", $"virtio-blk-{bus},drive=root",
            ]
            : [];
        string[] upper = setup.UpperDisk is { } disk
            ?
            [
                // cache=unsafe: the disk is thrown away with the machine, so nothing waits for the host's storage.
                // auto-read-only=off: the file has lost its name by the time that QEMU would open it anew, as it hands its state on.
                // werror=report: the guest is told that the host's disk is full; QEMU's default would stop it without a word.
                "-drive",
                $"file={QemuOption.Escape(disk.Path)},if=none,format={disk.Format},id=upper,cache={(disk.Kept ? "writeback" : "unsafe")},"
                    + "discard=unmap,werror=report,auto-read-only=off",
                "-device", $"virtio-blk-{bus},drive=upper",
            ]
            : [];
        // Linux counts virtio-mmio devices from the last one.
        return setup.Architecture == GuestArchitecture.X64 ? [.. root, .. upper] : [.. upper, .. root];
    }

    static string Network(QemuSetup setup) => string.Join(',', (string[])
    [
        "user", "id=net0", "ipv6=off",
        $"restrict={(setup.Network ? "off" : "on")}",
        // Port 0: the kernel chooses, and QMP tells.
        .. setup.Ports.Prepend(22).Distinct().Select(port =>
            $"hostfwd=tcp:127.0.0.1:{setup.HostPorts.GetValueOrDefault(port)}-:{port}"),
    ]);

    static string[] HostRoot(QemuSetup setup, string bus) => setup.RootKind == RootKind.Directory
        ?
        [
            .. MountArgv.Fsdev(HostRootTag, setup.RootPath, writable: false, MountSecurity.None),
            .. MountArgv.Device(HostRootTag, bus == "pci" ? MountTransport.Pci : MountTransport.Mmio),
        ]
        : [];
}
